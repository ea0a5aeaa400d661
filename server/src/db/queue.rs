//! A job queue with several workers.
//!
//! The worker that became idle last is woken first, so that only as many connections as the load needs are in use:
//! each one keeps buffers of the largest value that ever passed through it.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::workers::QueuedJob;
use crate::fault::Outage;
use crate::fault::{Fault, Result};

/// Maximum queue length; further jobs are rejected as busy.
const MAX_QUEUED: usize = 4096;

/// The queue of one kind of workers.
pub(super) struct JobQueue {
    state: Mutex<State>,
    wake: Vec<Condvar>,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<QueuedJob>,
    idle: Vec<usize>,
    /// Number of workers without a connection.
    disconnected: usize,
    closed: bool,
}

impl JobQueue {
    pub(super) fn new(workers: usize) -> Self {
        Self { state: Mutex::default(), wake: (0..workers).map(|_| Condvar::new()).collect() }
    }

    /// Adds a job.
    ///
    /// # Errors
    /// [`Fault::Busy`] if the queue is full or closed; [`Fault::Unavailable`] if no worker has a connection.
    pub(super) fn push(&self, job: QueuedJob) -> Result<()> {
        let mut state = self.state();
        if state.closed {
            return Err(Fault::Busy("the database is closed"));
        }
        if state.disconnected == self.wake.len() {
            return Err(Fault::Unavailable(Outage::Unreachable));
        }
        if state.jobs.len() >= MAX_QUEUED {
            return Err(Fault::Busy("too many requests wait for the database"));
        }
        state.jobs.push_back(job);
        if let Some(worker) = state.idle.pop() {
            self.wake[worker].notify_one();
        }
        Ok(())
    }

    /// The number of waiting jobs.
    pub(super) fn len(&self) -> usize {
        self.state().jobs.len()
    }

    /// Waits for the next job. `None` once the queue is closed and empty.
    pub(super) fn pop(&self, worker: usize) -> Option<QueuedJob> {
        let mut state = self.state();
        loop {
            // After a spurious wake-up, or if a busy worker took the job, this worker is still listed as idle.
            state.idle.retain(|idle| *idle != worker);
            if let Some(queued) = state.jobs.pop_front() {
                return Some(queued);
            }
            if state.closed {
                return None;
            }
            state.idle.push(worker);
            state = self.wake[worker].wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next job, without waiting.
    pub(super) fn try_pop(&self) -> Option<QueuedJob> {
        self.state().jobs.pop_front()
    }

    /// A worker lost its connection. Returns all jobs if no connected worker is left.
    pub(super) fn mark_disconnected(&self) -> Vec<QueuedJob> {
        let mut state = self.state();
        state.disconnected += 1;
        if state.disconnected == self.wake.len() { state.jobs.drain(..).collect() } else { Vec::new() }
    }

    /// A worker has a connection again.
    pub(super) fn mark_connected(&self) {
        self.state().disconnected -= 1;
    }

    /// Waits until the timeout or until the queue is closed; returns whether it is closed.
    pub(super) fn wait_disconnected(&self, worker: usize, time: Duration) -> bool {
        let state = self.state();
        if state.closed {
            return true;
        }
        let (state, _) = self.wake[worker].wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner);
        state.closed
    }

    /// Rejects new jobs; waiting ones are still run.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.wake.iter().for_each(Condvar::notify_one);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc;
    use std::thread;

    use super::super::Tx;
    use super::super::job::ClosureJob;
    use super::*;

    fn job() -> QueuedJob {
        let (job, _) = ClosureJob::new(|_: &mut Tx<'_>| Ok(()));
        QueuedJob::Write(job)
    }

    fn until(queue: &JobQueue, holds: impl Fn(&State) -> bool) {
        while !holds(&queue.state()) {
            thread::yield_now();
        }
    }

    #[test]
    fn the_last_idle_worker_is_woken_first_and_closing_ends_all() {
        let queue = Arc::new(JobQueue::new(3));
        let (sender, receiver) = mpsc::channel();
        let workers: Vec<_> = (0..3)
            .map(|number| {
                let (own, sender) = (queue.clone(), sender.clone());
                let worker = thread::spawn(move || {
                    while own.pop(number).is_some() {
                        sender.send(number).unwrap();
                    }
                });
                // The workers become idle in this order.
                until(&queue, |state| state.idle.len() == number + 1);
                worker
            })
            .collect();
        for _ in 0..5 {
            queue.push(job()).unwrap();
            assert_eq!(receiver.recv().unwrap(), 2, "the others are not needed");
            until(&queue, |state| state.idle.len() == 3);
        }
        queue.close();
        assert!(queue.push(job()).is_err());
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    }

    #[test]
    fn jobs_are_rejected_while_no_worker_is_connected() {
        let queue = JobQueue::new(2);
        queue.push(job()).unwrap();
        assert!(queue.mark_disconnected().is_empty(), "the other worker runs it");
        queue.push(job()).unwrap();
        assert_eq!(queue.mark_disconnected().len(), 2);
        assert!(matches!(queue.push(job()), Err(Fault::Unavailable(Outage::Unreachable))));
        assert!(!queue.wait_disconnected(0, Duration::ZERO));
        queue.mark_connected();
        queue.push(job()).unwrap();
        queue.close();
        assert!(queue.wait_disconnected(0, Duration::from_secs(600)));
    }

    #[test]
    fn waiting_jobs_run_after_closing_and_a_full_queue_rejects() {
        let queue = JobQueue::new(1);
        for _ in 0..MAX_QUEUED {
            queue.push(job()).unwrap();
        }
        assert!(matches!(queue.push(job()), Err(Fault::Busy(_))));
        queue.close();
        assert!(queue.try_pop().is_some());
        assert_eq!(std::iter::from_fn(|| queue.pop(0)).count(), MAX_QUEUED - 1);
    }
}
