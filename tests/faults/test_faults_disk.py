"""Full and locked disks: what was good stays, nothing half-made is published, and with room it is finished."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest
from fault_builds import PAUSE, begun, drawn

# Somebody else takes all the room that there is.
FILL = "dd if=/dev/zero of={folder}/filler bs=4096 2>/dev/null\n"


def fill(folder) -> None:
    subprocess.run(["sh", "-c", FILL.format(folder=folder)], check=False)


def with_room(shop, whole):
    """Somebody makes room again, and the same command finishes the build."""
    for folder in (shop.out, shop.cache):
        (folder / "filler").unlink(missing_ok=True)
    code, events, said = shop.build()
    assert code == 0, said
    shop.check_finished(whole)
    return drawn(events)


def test_full_while_rendering(shop, whole, disk):
    disk(shop.cache, "size=4m")
    shop.disturb("clip", FILL.format(folder=shop.cache))
    code, _, said = shop.build("--jobs", "1")
    assert code == 3 and "the disk is full" in said and "No space left" not in said
    shop.check_nothing_half_made(whole)
    assert shop.deserted()
    with_room(shop, whole)


@pytest.mark.parametrize(
    ("step", "name"), [("scene", "one.mp4"), pytest.param("series", "s.mp4", marks=pytest.mark.slow)]
)
def test_full_while_joining(shop, whole, disk, step, name):
    disk(shop.out, "size=4m")
    shop.disturb(step, FILL.format(folder=shop.out))
    code, _, said = shop.build("--jobs", "1")
    assert code == 3 and "the disk is full" in said
    assert name in said and not (shop.out / name).exists()
    (shop.out / "filler").unlink()
    shop.check_nothing_half_made(whole)
    assert shop.deserted() and with_room(shop, whole) == 0


def test_full_while_the_manifest_is_written(shop, whole, disk):
    disk(shop.out, "size=4m")
    shop.disturb("series", PAUSE)
    build = shop.start()
    *_, event = build.until(begun("s"))
    shop.wait_for_mark(build)
    # The build sleeps while its last worker makes the series film; when it wakes the disk is full.
    os.kill(build.pid, signal.SIGSTOP)
    shop.let_go()
    while event["pid"] in shop.relatives:
        time.sleep(0.02)
    fill(shop.out)
    os.kill(build.pid, signal.SIGCONT)
    code, _, said = build.end()
    assert code == 3 and "the disk is full" in said and "manifest.json" in said
    assert {"s.mp4", "s.srt", "s.vtt"} <= set(shop.published) and "manifest.json" not in shop.published
    (shop.out / "filler").unlink()
    shop.check_nothing_half_made(whole)
    assert shop.deserted() and with_room(shop, whole) == 0


@pytest.mark.slow
def test_full_before_a_line_can_be_taken_out_of_the_manifest(shop, whole, disk):
    disk(shop.out, "size=4m")
    assert shop.build()[0] == 0
    text = (shop.folder / "one.yaml").read_text()
    shop.write("one", text.replace("pause: 0.2", "pause: 0.4"))
    fill(shop.out)
    code, _, said = shop.build()
    assert code == 3 and "the disk is full" in said
    (shop.out / "filler").unlink()
    assert shop.published == whole
    shop.write("one", text)
    with_room(shop, whole)


@pytest.mark.slow
def test_an_output_folder_that_became_read_only(shop, whole, disk):
    disk(shop.out, "size=4m")
    assert shop.build()[0] == 0
    shop.write("one", (text := (shop.folder / "one.yaml").read_text()).replace("pause: 0.2", "pause: 0.4"))
    subprocess.run(["mount", "-o", "remount,ro", str(shop.out)], check=True)
    code, _, said = shop.build()
    assert code == 3 and "Read-only file system" in said and str(shop.out) in said
    assert shop.published == whole and shop.deserted()
    subprocess.run(["mount", "-o", "remount,rw", str(shop.out)], check=True)
    shop.write("one", text)
    assert shop.build()[0] == 0
    shop.check_finished(whole)
