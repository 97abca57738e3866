//! Says that work goes on, where it takes longer than a second and someone is watching.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// From here on people wonder whether anything happens.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(200);

/// Runs the work; from one second on, a line on standard error says what it is and for how long it has been going on,
/// and is gone when the work is done. Where standard error is no terminal, nothing is said.
pub fn during<T>(label: &str, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let (done, told) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| show(&mut io::stderr(), label, told, PATIENCE));
        // Dropped when the work ends, by a panic too: that is what tells the other thread.
        let _done: mpsc::Sender<()> = done;
        work()
    })
}

/// Keeps a line up to date until the sender of `told` is gone.
fn show(out: &mut impl Write, label: &str, told: Receiver<()>, patience: Duration) {
    let begin = Instant::now();
    let mut wait = patience;
    while told.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = STEP.min(patience);
        let _ = write!(out, "\r{label} … {} s", begin.elapsed().as_secs());
        let _ = out.flush();
    }
    if begin.elapsed() > patience {
        // Back to the line's start, and the line is cleared.
        let _ = write!(out, "\r\x1b[K");
        let _ = out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(work: Duration, patience: Duration) -> String {
        let (done, told) = mpsc::channel();
        let mut out = Vec::new();
        thread::scope(|scope| {
            scope.spawn(|| show(&mut out, "comparing", told, patience));
            let _done: mpsc::Sender<()> = done;
            thread::sleep(work);
        });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn short_work_says_nothing_and_long_work_leaves_nothing() {
        assert_eq!(shown(Duration::ZERO, Duration::from_secs(60)), "");
        let long = shown(Duration::from_millis(200), Duration::from_millis(20));
        assert!(long.starts_with("\rcomparing … 0 s"), "{long:?}");
        assert!(long.ends_with("\r\x1b[K"), "{long:?}");
    }

    #[test]
    fn the_result_comes_back() {
        assert_eq!(during("adding", || 1 + 1), 2);
    }
}
