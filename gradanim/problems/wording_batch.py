"""The wording of problems with pieces of work, the processes that do them, and folders that are in use."""

WORDING: dict[str, str] = {
    # What was said in a process of another kind and cannot be worded from its parts.
    "piece_said": "{sentence}",
    "piece_timeout": (
        "`{piece}` took longer than {seconds:g} s and was stopped ({tries}); "
        "use a smaller --profile, fewer --jobs, or a longer --time-limit"
    ),
    "piece_over_memory": (
        "`{piece}` used {peak} MB of memory, more than the {limit} MB it may, and was stopped; "
        "allow more with --memory or use a smaller --profile"
    ),
    "piece_killed": (
        "the process that made `{piece}` was ended by {signal} ({tries}); "
        "where memory is short, use fewer --jobs or a smaller --profile"
    ),
    "piece_orphaned": (
        "the process that made `{piece}` was lost when the one that started it ended ({tries}); "
        "run the same command again"
    ),
    "piece_refused": "no process could be started for `{piece}`: {cause}; use fewer --jobs",
    "piece_crashed": (
        "an internal error stopped `{piece}` ({cause}); run again with --debug to see where it comes from"
    ),
    "piece_silent": (
        "the process that made `{piece}` ended with exit code {status} and without an answer; "
        "run again with --debug to see what it printed"
    ),
    "piece_garbled": (
        "the process that made `{piece}` answered something unreadable; run again with --debug to see what it printed"
    ),
    "scratch_gone": (
        "the temporary files in {path} were removed while they were in use; run the same command again, with TMPDIR "
        "set to a folder that nobody clears"
    ),
    "piece_cancelled": "`{piece}` was stopped before it was done; run the same command again to finish it",
    "piece_clips_lost": (
        "clips of `{piece}` vanish from the cache {cache} again and again; "
        "another program clears that folder, choose another one with --cache"
    ),
    "cache_gone": (
        "the cache {path} was removed while clips were put into it; run the same command again, and where somebody "
        "clears that folder, choose another one with --cache"
    ),
    "cache_unwritable": (
        "no right to write the cache {path} ({cause}); change the rights of the folder or choose another one with "
        "--cache"
    ),
    "piece_other_code": (
        "the process that was to make `{piece}` runs other sources or packages than the one that asked it ({parts}); "
        "they were changed during the build, so run the same command again"
    ),
    "workers_unavailable": (
        "no worker process could be started: {cause}; run `gradanim doctor`, or again with --debug to see more"
    ),
    "piece_lost": (
        "`{piece}` was lost with the worker that made it, {worker} ({tries}); look at that machine, and run the same "
        "command again"
    ),
    "piece_lost_scheduler": (
        "`{piece}` was lost with the Dask scheduler ({tries}); start it again, and run the same command again"
    ),
    "piece_damaged": (
        "what {worker} has sent for `{piece}` is damaged ({cause}); run the same command again, without that worker "
        "where it goes on"
    ),
    "cluster_missing": "--dask needs the package distributed; install it with `pip install gradanim[cluster]`",
    "cluster_unreachable": (
        "there is no Dask cluster at {address} ({cause}); start one with `dask scheduler` and give its address, such "
        "as tcp://host:8786, or `local`"
    ),
    "cluster_no_workers": (
        "the cluster at {address} had no worker that could be used for {seconds} s; start some with "
        "`dask worker {address} --nthreads 1 --nworkers 4`, from an environment like this one"
    ),
    "cluster_no_local_workers": (
        "none of the workers that --dask local has started on this machine can be used; run the same command "
        "without --dask, or again with --debug to see more"
    ),
    "cluster_refused": "the worker {worker} is not used, because it would draw with something else: {what}",
    "cluster_lost": (
        "the Dask scheduler at {address} no longer answers ({cause}); start it again, then run the same command: "
        "what is done is kept"
    ),
    "folder_locked": (
        "another gradanim is at work in {folder}: {holder}; wait until it has ended, or choose another folder"
    ),
}
