"""kill -9 of a build at every moment: nobody is left behind, and the same command makes only what was lost."""

from __future__ import annotations

import os
import signal

import pytest
from fault_builds import HANG, HANG_AT_THE_END, PAUSE, begun, drawn

from gradanim.batch.clips import Clips

LATER = pytest.mark.slow


def moment(name, step, body, label, drawing, later=False):
    return pytest.param(step, body, label, drawing, id=name, marks=[LATER] if later else [])


@pytest.mark.parametrize("encoder", ["library", pytest.param("program", marks=LATER)])
@pytest.mark.parametrize(
    ("step", "body", "label", "drawing"),
    [
        moment("a worker starts", "clip", PAUSE, "one", True, later=True),
        moment("mid-frame", "clip", HANG, "one", True),
        moment("the encoder ends", "clip", HANG_AT_THE_END, "one", True, later=True),
        moment("between rendering and publishing", "scene", PAUSE, "one", False, later=True),
        moment("joining a scene", "scene", HANG_AT_THE_END, "one", False),
        moment("joining the series", "series", HANG_AT_THE_END, "s", False, later=True),
    ],
)
def test_nobody_is_left_and_only_what_was_lost_is_made(shop, whole, step, body, label, drawing):
    shop.disturb(step, body)
    build = shop.start("--jobs", "1")
    build.until(begun(label, drawing=drawing))
    # A pause is there so that it is not over before it is struck.
    if body != PAUSE:
        shop.wait_for_mark(build)
        # The build, the process that starts workers, a worker, and who hangs.
        assert len(shop.relatives) >= 4
    os.kill(build.pid, signal.SIGKILL)
    assert build.end()[0] == -signal.SIGKILL
    assert shop.deserted()
    shop.let_go()
    shop.check_nothing_half_made(whole)
    assert not (shop.out / "manifest.json").exists()
    kept = [Clips(shop.cache).find(key) for key in Clips(shop.cache).every_key()]
    assert None not in kept
    code, events, said = shop.build()
    assert code == 0, said
    assert drawn(events) == 18 - sum(entry.about.frames for entry in kept)
    shop.check_finished(whole)


@pytest.mark.slow
def test_an_earlier_film_stands_until_the_new_one_is_whole(shop, whole):
    assert shop.build()[0] == 0
    shop.write("one", (shop.folder / "one.yaml").read_text().replace("pause: 0.2", "pause: 0.4"))
    shop.disturb("scene", HANG)
    build = shop.start()
    shop.wait_for_mark(build)
    os.kill(build.pid, signal.SIGKILL)
    build.end()
    assert shop.deserted()
    # The scene whose files were about to be replaced is not listed, and neither is the film that it is part of.
    shop.check_nothing_half_made(whole)
    assert {name: data for name, data in shop.published.items() if name != "manifest.json"} == {
        name: data for name, data in whole.items() if name != "manifest.json"
    }
    code, events, said = shop.build()
    assert code == 0 and drawn(events) == 0, said
    assert shop.rubbish == []
