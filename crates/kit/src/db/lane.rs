//! A queue of closures in front of one or several connections, each with its own thread.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use super::{Error, Tx, error::Cure};

/// How many closures may wait for a lane.
const WAITING: usize = 1024;
/// How long a closure may wait for a place in the queue.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a closure that lost a race is run.
pub(super) const TRIES: u32 = 5;

/// Whether a closure may change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

/// What came of running a closure once.
#[derive(Debug)]
pub(super) enum Ran {
    /// It said `Ok`; its work is to be committed.
    Keep,
    /// It said `Err`; its work is to be undone.
    Undo,
    /// It lost a race; its work is to be undone and the closure run again.
    Again,
}

/// A closure with the place where its answer goes.
pub(super) trait Work: Send {
    fn mode(&self) -> Mode;
    /// Runs the closure and keeps its answer.
    fn run(&mut self, tx: &mut Tx) -> Ran;
    /// Replaces the answer kept by an error of the door.
    fn fail(&mut self, error: Error);
    /// Gives the answer.
    fn answer(self: Box<Self>);
}

struct Closure<T, E, F> {
    work: F,
    mode: Mode,
    kept: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Work for Closure<T, E, F>
where
    F: Fn(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn run(&mut self, tx: &mut Tx) -> Ran {
        tx.cure = Cure::None;
        let done = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)));
        let said = done.unwrap_or_else(|_| Err(E::from(Error::Panicked)));
        let ran = match (&said, tx.cure) {
            (Ok(_), _) => Ran::Keep,
            (Err(_), Cure::Again) => Ran::Again,
            (Err(_), Cure::None) => Ran::Undo,
        };
        self.kept = Some(said);
        ran
    }

    fn fail(&mut self, error: Error) {
        self.kept = Some(Err(E::from(error)));
    }

    fn answer(self: Box<Self>) {
        if let Some(kept) = self.kept {
            // Nobody waits any more when the caller's request was dropped; the work is committed all the same.
            drop(self.reply.send(kept));
        }
    }
}

/// The queue.
pub(super) struct Lane {
    queue: mpsc::Sender<Box<dyn Work>>,
    in_use: AtomicUsize,
}

/// Counts one closure for as long as it waits or runs.
struct Counted<'l>(&'l AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The other end of the queue, shared by the threads of a lane.
pub(super) type Source = Arc<Mutex<mpsc::Receiver<Box<dyn Work>>>>;

/// The next closure; waits for it. Nothing when the lane is closed.
pub(super) fn next(source: &Source) -> Option<Box<dyn Work>> {
    source.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}

impl Lane {
    /// A queue and its other end.
    pub(super) fn new() -> (Lane, Source) {
        let (queue, source) = mpsc::channel(WAITING);
        (Lane { queue, in_use: AtomicUsize::new(0) }, Arc::new(Mutex::new(source)))
    }

    /// How many closures wait.
    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// How many closures wait or run.
    pub(super) fn in_use(&self) -> usize {
        self.in_use.load(Ordering::Relaxed)
    }

    fn count(&self) -> Counted<'_> {
        self.in_use.fetch_add(1, Ordering::Relaxed);
        Counted(&self.in_use)
    }

    pub(super) async fn run<T, E, F>(&self, work: F, mode: Mode) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let _counted = self.count();
        let (closure, answer) = closure(work, mode);
        match self.queue.send_timeout(closure, PATIENCE).await {
            Ok(()) => {}
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => return Err(Error::Overloaded.into()),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => return Err(closed().into()),
        }
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    pub(super) fn run_blocking<T, E, F>(&self, work: F, mode: Mode) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let _counted = self.count();
        let (closure, answer) = closure(work, mode);
        if self.queue.blocking_send(closure).is_err() {
            return Err(closed().into());
        }
        answer.blocking_recv().unwrap_or_else(|_| Err(closed().into()))
    }
}

fn closed() -> Error {
    Error::Unreachable("its threads have ended".into())
}

fn closure<T, E, F>(work: F, mode: Mode) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>)
where
    F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Closure { work, mode, kept: None, reply }), answer)
}
