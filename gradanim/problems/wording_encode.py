"""The wording of problems with ffmpeg, files and the environment."""

WORDING: dict[str, str] = {
    # ffmpeg itself
    "ffmpeg_missing": (
        "no ffmpeg that can run was found ({tried}); install ffmpeg with this machine's package manager, "
        "or run `pip install imageio-ffmpeg`, which carries one"
    ),
    "ffmpeg_unstarted": (
        "the ffmpeg at {path} could not be started: {cause}; where the system refuses more processes, use fewer --jobs, "
        "else run `gradanim doctor`"
    ),
    "encoder_missing": (
        "the ffmpeg at {path} (version {version}) has no encoder `{encoder}`; install a full ffmpeg, "
        "or run `pip install imageio-ffmpeg`, which carries one"
    ),
    "ffmpeg_failed": (
        "ffmpeg stopped with exit code {status} while writing {path}, after {frames} frames: {cause}"
    ),
    "encoder_failed": "the encoder stopped while writing {path}, after {frames} frames: {cause}",
    "ffmpeg_killed": (
        "ffmpeg was killed by {signal} while writing {path}, after {frames} frames; where memory is short, "
        "use fewer jobs or a smaller profile"
    ),
    "ffmpeg_hung": (
        "ffmpeg made no progress on {path} for {seconds:g} seconds, after {frames} frames, and was stopped; "
        "run the same command again"
    ),
    # files and folders
    "disk_full": (
        "the disk is full: {path} was not written, and what stood there before is untouched; "
        "free some space and run the same command again"
    ),
    "folder_unwritable": (
        "no right to write {path} ({cause}); change the rights of the folder or choose another one with --out"
    ),
    "write_failed": "{path} could not be written: {cause}",
    "write_through_link": "{path} could not be written: {link} is a link to {target}, which is not there",
    "home_missing": (
        "there is no home folder to keep things in ({cause}); set HOME or XDG_CACHE_HOME to the full path of a folder "
        "that can be written"
    ),
    "name_not_text": (
        "a file or a folder has a name that is not UTF-8 (`{name}`), which no record can hold; rename it"
    ),
    "system_refused": "the system does not let us use {path}: {cause}; name another file or folder",
    "kernels_unwritable": (
        "there is no folder to keep the compiled renderer in ({cause}); set NUMBA_CACHE_DIR to one that can be written"
    ),
    # too little of something
    "memory_short": "there is not enough memory; end other programs, use fewer --jobs or a smaller --profile",
    "addresses_short": (
        "there is not enough memory: a process may use no more than {limit} MB of addresses here; "
        "raise that limit or take it away (`ulimit -v unlimited`), or use a smaller --profile"
    ),
    "threads_short": (
        "the system lets no more threads or processes begin; end other programs, use fewer --jobs, or raise the limit "
        "(`ulimit -u`, or that of the container)"
    ),
    "files_short": (
        "too many files are open at once: a process may open {limit} of them here; raise that limit (`ulimit -n`), "
        "or use fewer --jobs"
    ),
    "working_folder_gone": "the folder that the command was started in is not there any more; start it in another one",
    "write_unfaithful": "{path} does not hold what was written to it ({cause}); check the disk",
    "name_unsafe": "`{name}` cannot name a file: {cause}",
    "names_collide": (
        "the names {names} would be the same file on a disk that ignores case; rename all but one"
    ),
    # films
    "film_missing": "there is no film at {path}",
    "film_damaged": "{path} is damaged: {cause}",
    "film_wrong_length": "{path} holds {found} frames and should hold {expected}",
    "join_nothing": "there are no clips to join into {path}",
    "join_mismatch": (
        "{path} cannot follow {first} in one film: its {what} is {found}, not {expected}; "
        "render both with the same profile and format"
    ),
    # cue sheets and manifests
    "record_missing": "there is no {kind} at {path}",
    "record_unreadable": "{path} is not a {kind}: {cause}",
    "record_invalid": "the {kind} {path} is wrong at `{key}`: {cause}",
    "manifest_file_missing": "{path} is in the manifest but not on disk; build the series again",
    "manifest_file_changed": (
        "{path} is not the file that the manifest names ({what} {found}, not {expected}); "
        "build the series again"
    ),
}
