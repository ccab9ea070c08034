//! The first account: who may open the others on the administration page.

use std::io::{self, BufRead};

use base::error::{Error, Result};
use clap::{Args, Subcommand};
use domain::{
    instant::local_date,
    people::{Actor, Role},
    refusal::Refusal,
};
use office::people::{
    admin::SHORTEST_PASSWORD,
    store::{NewAssignment, NewPerson, assign, create},
};

use super::Call;

/// What can be done with people here.
#[derive(Debug, Subcommand)]
pub(super) enum People {
    /// Mở tài khoản; mật khẩu là một dòng trên đầu vào chuẩn.
    Add(Add),
}

/// A new account.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Tên đăng nhập.
    login: String,
    /// Họ và tên.
    #[arg(long)]
    name: String,
    /// Mã đơn vị.
    #[arg(long)]
    unit: String,
    /// Vai trò, ví dụ administrator.
    #[arg(long)]
    role: String,
    /// Số quyết định phân công.
    #[arg(long, default_value = "")]
    decision: String,
}

/// Opens the account and gives it its role, both or neither.
pub(super) fn run(call: &Call, people: &People) -> Result<bool> {
    let People::Add(add) = people;
    let role = Role::by_name(&add.role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
        Error::fault(format!("Không có vai trò “{}”. Các vai trò: {}.", add.role, known.join(", ")))
    })?;
    let app = call.open()?;
    let unit = app.house().by_code(&add.unit).map(|unit| unit.id);
    let unit = unit.ok_or_else(|| Error::from(Refusal::UnknownUnit(add.unit.clone())))?;
    eprintln!("Mật khẩu (ít nhất {SHORTEST_PASSWORD} ký tự):");
    let mut secret = String::new();
    io::stdin().lock().read_line(&mut secret).map_err(Error::fault)?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.chars().count() < SHORTEST_PASSWORD {
        return Err(Error::fault(format!("Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự.")));
    }
    let password_hash = kit::password::hash(secret).map_err(|error| Error::fault(error.to_string()))?;
    let person = NewPerson { login: add.login.clone(), name: add.name.clone(), password_hash };
    let (decision, now) = (add.decision.clone(), app.now());
    app.db.write_blocking(move |tx| {
        let id = create(tx, &person, Actor::System, now)?;
        let decision = decision.clone();
        let new = NewAssignment { person: id, unit, role, from: local_date(now), to: None, decision };
        assign(tx, &new, Actor::System, now)
    })?;
    eprintln!("Đã mở tài khoản {}.", add.login);
    Ok(true)
}
