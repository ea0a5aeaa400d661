//! A queue of orders that several workers empty.
//!
//! The worker that came to rest last is woken first. So as few connections as the load needs do the work, and they stay
//! warm: a connection keeps the buffers of the largest thing that ever went through it.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::outage::Outage;
use super::workers::Order;
use crate::fault::{Fault, Result};

/// Orders that may wait before callers are told to come back later.
const QUEUE: usize = 4096;

/// The way to the workers of one kind.
pub(super) struct Lane {
    state: Mutex<State>,
    wake: Vec<Condvar>,
}

#[derive(Default)]
struct State {
    orders: VecDeque<Order>,
    resting: Vec<usize>,
    /// Workers that have no connection just now.
    away: usize,
    closed: bool,
}

impl Lane {
    /// A way to so many workers.
    pub(super) fn new(workers: usize) -> Self {
        Self { state: Mutex::default(), wake: (0..workers).map(|_| Condvar::new()).collect() }
    }

    /// Brings an order.
    ///
    /// # Errors
    /// [`Fault::Busy`] when too many wait, or when it is closed; [`Fault::Unavailable`] when no worker has a connection.
    pub(super) fn send(&self, order: Order) -> Result<()> {
        let mut state = self.state();
        if state.closed {
            return Err(Fault::Busy("the database is closed"));
        }
        if state.away == self.wake.len() {
            return Err(Fault::Unavailable(Outage::Away));
        }
        if state.orders.len() >= QUEUE {
            return Err(Fault::Busy("too many requests wait for the database"));
        }
        state.orders.push_back(order);
        if let Some(worker) = state.resting.pop() {
            self.wake[worker].notify_one();
        }
        Ok(())
    }

    /// Orders that no worker has taken yet.
    pub(super) fn length(&self) -> usize {
        self.state().orders.len()
    }

    /// The next order; this worker rests until there is one. Nothing once it is closed and empty.
    pub(super) fn next(&self, worker: usize) -> Option<Order> {
        let mut state = self.state();
        loop {
            // Woken for an order that a busy worker took, or for nothing: it may still stand among the resting.
            state.resting.retain(|resting| *resting != worker);
            if let Some(order) = state.orders.pop_front() {
                return Some(order);
            }
            if state.closed {
                return None;
            }
            state.resting.push(worker);
            state = self.wake[worker].wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next order, if one waits.
    pub(super) fn waiting(&self) -> Option<Order> {
        self.state().orders.pop_front()
    }

    /// A worker has lost its connection. Returns the orders that nobody is left to carry out.
    pub(super) fn leave(&self) -> Vec<Order> {
        let mut state = self.state();
        state.away += 1;
        if state.away == self.wake.len() { state.orders.drain(..).collect() } else { Vec::new() }
    }

    /// A worker that had left has a connection again.
    pub(super) fn come_back(&self) {
        self.state().away -= 1;
    }

    /// Lets a worker that has left wait for so long, or until it is closed; says whether it is.
    pub(super) fn pause(&self, worker: usize, time: Duration) -> bool {
        let state = self.state();
        if state.closed {
            return true;
        }
        let (state, _) = self.wake[worker].wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner);
        state.closed
    }

    /// Takes no more orders; those that wait are still carried out.
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
    use super::super::job::Work;
    use super::*;

    fn order() -> Order {
        let (job, _) = Work::new(|_: &mut Tx<'_>| Ok(()));
        Order::Write(job)
    }

    fn until(lane: &Lane, holds: impl Fn(&State) -> bool) {
        while !holds(&lane.state()) {
            thread::yield_now();
        }
    }

    #[test]
    fn who_rested_last_is_woken_first_and_closing_lets_all_go_home() {
        let lane = Arc::new(Lane::new(3));
        let (tell, told) = mpsc::channel();
        let workers: Vec<_> = (0..3)
            .map(|number| {
                let (own, tell) = (lane.clone(), tell.clone());
                let worker = thread::spawn(move || {
                    while own.next(number).is_some() {
                        tell.send(number).unwrap();
                    }
                });
                // One after the other comes to rest.
                until(&lane, |state| state.resting.len() == number + 1);
                worker
            })
            .collect();
        for _ in 0..5 {
            lane.send(order()).unwrap();
            assert_eq!(told.recv().unwrap(), 2, "the others are not needed");
            until(&lane, |state| state.resting.len() == 3);
        }
        lane.close();
        assert!(lane.send(order()).is_err());
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    }

    #[test]
    fn without_a_worker_that_has_a_connection_nothing_waits() {
        let lane = Lane::new(2);
        lane.send(order()).unwrap();
        assert!(lane.leave().is_empty(), "the other one carries it out");
        lane.send(order()).unwrap();
        assert_eq!(lane.leave().len(), 2);
        assert!(matches!(lane.send(order()), Err(Fault::Unavailable(Outage::Away))));
        assert!(!lane.pause(0, Duration::ZERO));
        lane.come_back();
        lane.send(order()).unwrap();
        lane.close();
        assert!(lane.pause(0, Duration::from_secs(600)));
    }

    #[test]
    fn what_waits_when_it_is_closed_is_still_carried_out_and_too_much_is_refused() {
        let lane = Lane::new(1);
        for _ in 0..QUEUE {
            lane.send(order()).unwrap();
        }
        assert!(matches!(lane.send(order()), Err(Fault::Busy(_))));
        lane.close();
        assert!(lane.waiting().is_some());
        assert_eq!(std::iter::from_fn(|| lane.next(0)).count(), QUEUE - 1);
    }
}
