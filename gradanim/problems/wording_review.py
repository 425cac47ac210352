"""The wording of what is found when frames are looked at."""

WORDING: dict[str, str] = {
    "review_overlap": "at {time} s in {format}: {one} overlaps {other}",
    "review_covers": "at {time} s in {format}: {one} covers {other}",
    "review_frame": "at {time} s in {format}: {one} leaves the frame ({side})",
    "review_safe": "at {time} s in {format}: {one} leaves the safe area ({side}, by {found} of {room} pixels)",
    "review_small": "at {time} s in {format}: {one} is {found} % of the frame height; at least {expected} % can be read",
    "review_contrast": "at {time} s in {format}: {one} has a contrast of {found}:1 to what is under it; at least {expected}:1 can be read",
}
