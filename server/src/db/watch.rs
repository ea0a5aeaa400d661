//! Workers whose connection leads nowhere, and says nothing of it: PostgreSQL's machine holds still, and another one was
//! promoted. libpq waits for such an answer without end, and the system sees a connection that is alive.
//!
//! A worker that has waited for a while is looked for from the other end: when a new connection, to whichever host takes
//! writes now, finds no backend of that worker, nobody will ever answer it. Another worker takes its place.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};

use super::Conn;
use super::workers::Seat;

/// How often somebody looks, and how long a worker may wait before it is looked for.
const GLANCE: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(2);

/// PostgreSQL's end of a connection. Its number alone may be another one's by now.
#[derive(Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct Backend {
    #[diesel(sql_type = Integer)]
    pid: i32,
    #[diesel(sql_type = Text)]
    started: String,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

impl Backend {
    /// The other end of a connection to PostgreSQL.
    pub(super) fn of(conn: &mut Conn) -> Option<Self> {
        let Conn::Postgres(conn) = conn else { return None };
        let query = "SELECT pid, backend_start::text AS started FROM pg_stat_activity WHERE pid = pg_backend_pid()";
        diesel::sql_query(query).get_result(conn).ok()
    }

    fn is_there(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let query = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2) AS found";
        let query = diesel::sql_query(query).bind::<Integer, _>(self.pid).bind::<Text, _>(&self.started);
        Ok(query.get_result::<Found>(conn)?.found)
    }
}

/// What others can see of a worker.
#[derive(Default)]
pub(super) struct Badge {
    doing: Mutex<Doing>,
    gone: AtomicBool,
    dismissed: AtomicBool,
}

#[derive(Default)]
struct Doing {
    since: Option<Instant>,
    with: Option<Backend>,
}

impl Badge {
    /// It has a connection, or is about to look for one.
    pub(super) fn leads_to(&self, backend: Option<Backend>) {
        self.gone.store(false, Ordering::Release);
        self.doing().with = backend;
    }

    /// It begins with a job, or is done with it.
    pub(super) fn works(&self, works: bool) {
        self.doing().since = works.then(Instant::now);
    }

    /// Whether another worker has taken its place.
    pub(super) fn is_dismissed(&self) -> bool {
        self.dismissed.load(Ordering::Acquire)
    }

    /// For whose answer it has waited too long.
    fn stuck(&self) -> Option<Backend> {
        let doing = self.doing();
        doing.with.clone().filter(|_| doing.since.is_some_and(|since| since.elapsed() > PATIENCE))
    }

    /// Whether the other end of its connection is known to be gone: it need not be asked.
    pub(super) fn is_cut_off(&self) -> bool {
        self.gone.load(Ordering::Acquire)
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker's thread, and what it was started from.
pub(super) struct Post {
    pub(super) seat: Seat,
    pub(super) badge: Arc<Badge>,
    pub(super) thread: JoinHandle<()>,
}

/// Looks after the workers until what it returns is dropped.
pub(super) fn start(posts: Arc<Mutex<Vec<Post>>>) -> std::io::Result<Sender<()>> {
    let (over, is_over): (_, Receiver<()>) = bounded(0);
    std::thread::Builder::new().name("db-watch".into()).spawn(move || {
        while matches!(is_over.recv_timeout(GLANCE), Err(RecvTimeoutError::Timeout)) {
            look(&posts);
        }
    })?;
    Ok(over)
}

/// A worker that has waited too long, and the backend that it waits for.
struct Stuck {
    number: usize,
    seat: Seat,
    backend: Backend,
}

fn look(posts: &Mutex<Vec<Post>>) {
    let stuck: Vec<Stuck> = {
        let posts = posts.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |(number, post): (usize, &Post)| {
            Some(Stuck { number, seat: post.seat.clone(), backend: post.badge.stuck()? })
        };
        posts.iter().enumerate().filter_map(one).collect()
    };
    // Together: a first host that holds still costs each of them its two seconds.
    let fresh: Vec<Option<Conn>> = std::thread::scope(|scope| {
        let looks: Vec<_> = stuck.iter().map(|one| scope.spawn(|| one.connection_in_place())).collect();
        looks.into_iter().map(|look| look.join().ok().flatten()).collect()
    });
    for (one, conn) in stuck.into_iter().zip(fresh) {
        if let Some(mut conn) = conn {
            mark_those_that_rest(posts, &mut conn);
            replace(posts, &one, conn);
        }
    }
}

impl Stuck {
    /// A new connection, if what it leads to does not know the one that the worker waits for.
    fn connection_in_place(&self) -> Option<Conn> {
        let mut conn = self.seat.kind.connect(&self.seat.place).ok()?;
        let Conn::Postgres(found) = &mut conn else { return None };
        let gone = matches!(self.backend.is_there(found), Ok(false));
        gone.then_some(conn)
    }
}

/// Workers that rest would wait without end for their next job as well.
fn mark_those_that_rest(posts: &Mutex<Vec<Post>>, conn: &mut Conn) {
    let Conn::Postgres(conn) = conn else { return };
    let all: Vec<(Arc<Badge>, Backend)> = {
        let posts = posts.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |post: &Post| Some((post.badge.clone(), post.badge.doing().with.clone()?));
        posts.iter().filter_map(one).collect()
    };
    for (badge, backend) in all {
        if !badge.is_cut_off() && matches!(backend.is_there(conn), Ok(false)) {
            let doing = badge.doing();
            if doing.with.as_ref() == Some(&backend) {
                badge.gone.store(true, Ordering::Release);
            }
        }
    }
}

fn replace(posts: &Mutex<Vec<Post>>, stuck: &Stuck, conn: Conn) {
    let mut posts = posts.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |post: &&mut Post| post.badge.stuck().as_ref() == Some(&stuck.backend);
    let Some(post) = posts.get_mut(stuck.number).filter(same) else { return };
    match stuck.seat.start_on(conn) {
        Ok(fresh) => {
            tracing::warn!("a worker waits for a database that is gone; another one takes its place");
            // Its thread ends when its connection does. Whatever it hears then is no answer any more.
            post.badge.dismissed.store(true, Ordering::Release);
            *post = fresh;
        }
        Err(error) => tracing::warn!(%error, "a worker cannot be replaced yet"),
    }
}
