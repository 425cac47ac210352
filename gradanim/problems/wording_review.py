"""The wording of what is found when frames are looked at."""

WORDING: dict[str, str] = {
    "review_overlap": "{when} in {format}: {one} overlaps {other}",
    "review_covers": "{when} in {format}: {one} covers {other}",
    "review_frame": "{when} in {format}: {one} leaves the frame ({side})",
    "review_safe": "{when} in {format}: {one} leaves the safe area ({side}, by {found} of {room} pixels)",
    "review_small": "{when} in {format}: {one} is {found} % of the frame height; at least {expected} % can be read",
    "review_contrast": "{when} in {format}: {one} has a contrast of {found}:1 to what is under it; at least {expected}:1 can be read",
}
