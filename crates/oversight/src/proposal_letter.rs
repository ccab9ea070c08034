//! The draft of the letter by which the Centre proposes to take away or amend procedures whose legal basis ends (Quy chế 1267 Điều
//! 4.1.b; row C-43).

pub mod draft;
