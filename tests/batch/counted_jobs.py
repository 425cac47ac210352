"""Small jobs and the events of them."""

from __future__ import annotations

from gradanim.batch.work import Job


def job(number: int, task: str = "trivial", weight: float = 1, **payload) -> Job:
    return Job(f"j{number}", f"fake_tasks:{task}", payload, weight, f"piece {number}")
