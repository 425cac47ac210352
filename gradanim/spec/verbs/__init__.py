"""The verbs, one file each; ``VERBS`` is the whole list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradanim.spec.action import Action
from gradanim.spec.verbs.approximate import ApproximateAction
from gradanim.spec.verbs.ask import AskAction
from gradanim.spec.verbs.backpropagate import BackpropagateAction
from gradanim.spec.verbs.claim import ClaimAction
from gradanim.spec.verbs.clear import ClearAction
from gradanim.spec.verbs.descend import RULES, DescendAction
from gradanim.spec.verbs.dial import DialAction
from gradanim.spec.verbs.flip import FlipAction
from gradanim.spec.verbs.flow import FlowAction
from gradanim.spec.verbs.hide import HideAction
from gradanim.spec.verbs.highlight import HighlightAction
from gradanim.spec.verbs.orbit import OrbitAction
from gradanim.spec.verbs.pause import PauseAction
from gradanim.spec.verbs.place import PlaceAction
from gradanim.spec.verbs.race import RaceAction, Runner
from gradanim.spec.verbs.show import ShowAction
from gradanim.spec.verbs.slice import SliceAction
from gradanim.spec.verbs.strike import StrikeAction
from gradanim.spec.verbs.together import TogetherAction
from gradanim.spec.verbs.vary import VaryAction
from gradanim.spec.verbs.walk import (
    CircleWalk,
    LevelCurveWalk,
    LineWalk,
    SplineWalk,
    SteepestWalk,
    WalkAction,
)
from gradanim.spec.verbs.write import WriteAction
from gradanim.spec.verbs.zoom import ZoomAction

VERBS: Mapping[str, type[Action]] = MappingProxyType(
    {
        "show": ShowAction,
        "hide": HideAction,
        "place": PlaceAction,
        "walk": WalkAction,
        "flip": FlipAction,
        "dial": DialAction,
        "slice": SliceAction,
        "approximate": ApproximateAction,
        "descend": DescendAction,
        "backpropagate": BackpropagateAction,
        "race": RaceAction,
        "flow": FlowAction,
        "orbit": OrbitAction,
        "zoom": ZoomAction,
        "highlight": HighlightAction,
        "strike": StrikeAction,
        "vary": VaryAction,
        "write": WriteAction,
        "ask": AskAction,
        "claim": ClaimAction,
        "pause": PauseAction,
        "clear": ClearAction,
        "together": TogetherAction,
    }
)

__all__ = [
    "RULES",
    "VERBS",
    "Action",
    "ApproximateAction",
    "AskAction",
    "BackpropagateAction",
    "CircleWalk",
    "ClaimAction",
    "ClearAction",
    "DescendAction",
    "DialAction",
    "FlipAction",
    "FlowAction",
    "HideAction",
    "HighlightAction",
    "LevelCurveWalk",
    "LineWalk",
    "OrbitAction",
    "PauseAction",
    "PlaceAction",
    "RaceAction",
    "Runner",
    "ShowAction",
    "SliceAction",
    "SplineWalk",
    "SteepestWalk",
    "StrikeAction",
    "TogetherAction",
    "VaryAction",
    "WalkAction",
    "WriteAction",
    "ZoomAction",
]
