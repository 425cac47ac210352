"""A cache that is removed or locked while a build puts clips into it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from fault_builds import PAUSE, drawn

# A pause when the film is written, before its encoder ends.
PAUSE_AT_THE_END = (
    '"$real" "$@"; touch "$here/mark"; while [ ! -e "$here/go" ]; do sleep 0.02; done; exit 0\n'
)


@pytest.mark.parametrize("body", [PAUSE, PAUSE_AT_THE_END], ids=["before", "after"])
def test_a_cache_that_is_removed_is_made_again(shop, whole, body):
    shop.disturb("clip", body)
    build = shop.start("--jobs", "1")
    shop.wait_for_mark(build)
    shutil.rmtree(shop.cache)
    shop.let_go()
    code, events, said = build.end()
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert retried["problem"]["message"] == (
        f"the cache {shop.cache} was removed while clips were put into it; run the same command again, and where "
        "somebody clears that folder, choose another one with --cache"
    )
    shop.check_finished(whole)


@pytest.fixture
def locked(shop):
    """Makes the cache read-only for everybody who opens a file there from now on."""
    mounted = []

    def lock():
        for options in (["--bind", str(shop.cache)], ["-o", "remount,bind,ro"]):
            done = subprocess.run(["mount", *options, str(shop.cache)], capture_output=True, check=False)
            if done.returncode != 0:
                pytest.skip("mounting is not allowed here")
            mounted[:] = [shop.cache]

    def unlock():
        for folder in mounted:
            subprocess.run(["umount", str(folder)], check=True)
        mounted.clear()

    lock.undo = unlock
    yield lock
    unlock()


@pytest.mark.parametrize("body", [PAUSE, PAUSE_AT_THE_END], ids=["before", "after"])
def test_a_cache_that_becomes_read_only_is_named(shop, whole, locked, body):
    assert shop.build()[0] == 0
    text = (shop.folder / "one.yaml").read_text()
    shop.write("one", text.replace("pause: 0.2", "pause: 0.4"))
    shop.disturb("clip", body)
    build = shop.start("--jobs", "1")
    shop.wait_for_mark(build)
    locked()
    shop.let_go()
    code, _, said = build.end()
    assert code == 3
    assert f"no right to write the cache {shop.cache} (Read-only file system)" in said and "--cache" in said
    assert "--out" not in said and "ffmpeg" not in said
    locked.undo()
    assert shop.deserted()
    # What stood there stands, and so does every clip that was made before.
    shop.check_nothing_half_made(whole)
    code, events, said = shop.build()
    assert code == 0 and drawn(events) == 6, said
    assert shop.rubbish == []
    shop.write("one", text)
    code, events, said = shop.build()
    assert code == 0 and drawn(events) == 0, said
    shop.check_finished(whole)
