//! What supervision found and how it is mended: the lists, one action, the week of those past their deadline, the alarm.

use domain::corrective::State;

pub mod begin;
pub mod climb;
pub mod list;
pub mod show;
pub mod store;
pub mod week;

/// How a state looks.
fn look(state: State) -> &'static str {
    match state {
        State::Open => "is-warn",
        State::Reported => "",
        State::Closed => "is-good",
    }
}
