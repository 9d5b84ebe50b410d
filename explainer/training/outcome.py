"""What a run that is over means for its job."""

import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future

from loky.process_executor import ShutdownExecutorError

from explainer.training.fields import RecipeError
from explainer.training.job import FAILED, PAUSED, Job
from explainer.training.kinds.registry import Order
from explainer.training.work import DONE
from explainer.training.workers import WorkersLost

LOG = logging.getLogger(__name__)
DIED = "Training stopped because its process ended twice: resume it, or choose a smaller network."
ACCIDENT = "Training stopped because of an error on the server: try again, or choose other settings."


def settle(job: Job, done: Future, ending: Callable[[Order], str | None]) -> bool:
    """Give the job its new status and message. Returns whether it should run again for those who still want it.

    `ending` tells how an order ended whose result is in the store. A dead worker costs one retry, before all others.
    """
    error = None if done.cancelled() else done.exception()
    if isinstance(error, BrokenExecutor) and not job.retried:
        job.status, job.retried, job.goes_next = PAUSED, True, True
        return True
    if isinstance(error, WorkersLost):
        job.status, job.goes_next = PAUSED, True
        return True
    if isinstance(error, ShutdownExecutorError):         # the server ends
        job.status = PAUSED
        return False
    if error is not None:
        LOG.error("The training run %s failed", job.key, exc_info=error)
        job.status, job.message = FAILED, _sentence(error)
        return False
    if done.cancelled() or done.result() != DONE:
        job.status = PAUSED
        return True
    job.status = ending(job.order) or PAUSED
    job.forget_log()
    return False


def _sentence(error: BaseException) -> str:
    if isinstance(error, RecipeError):
        return str(error)
    return DIED if isinstance(error, BrokenExecutor) else ACCIDENT
