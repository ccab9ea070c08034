//! How two versions of a process differ, step by step: for the log, for the slower of two, and as a page.

use askama::Template;
use axum::extract::{Path, Query, State};
use base::{
    app::App,
    error::Error,
    page::{Shell, page},
    visit::{Administrator, Answer},
};
use domain::{
    id::ProcessVersionId,
    process::{Process, Step, check::hours, compare::beside},
};
use serde::Deserialize;

use super::{draft, picture, store};
use crate::catalogue::parts::Difference;

/// What differs: the head, then each step that is new, gone or changed.
pub fn differences(before: &Process, after: &Process) -> Vec<Difference> {
    let mut found = vec![];
    let mut differ = |title: &str, before: Vec<String>, after: Vec<String>| {
        if before != after {
            found.push(Difference { title: title.to_owned(), before, after });
        }
    };
    let one = |text: &str| if text.is_empty() { vec![] } else { vec![text.to_owned()] };
    differ("Tên quy trình", one(&before.name), one(&after.name));
    differ("Trường hợp", one(&before.case), one(&after.case));
    differ("Thủ tục", before.procedures.clone(), after.procedures.clone());
    let stated = |process: &Process| process.stated_minutes.map(hours).into_iter().collect();
    differ("Tổng thời gian văn bản ghi", stated(before), stated(after));
    differ("Quyết định phê duyệt", one(&before.decision), one(&after.decision));
    let total = |process: &Process| vec![hours(process.minutes())];
    differ("Tổng thời gian", total(before), total(after));
    for (old, new) in beside(&before.steps, &after.steps) {
        let title = match (old, new) {
            (Some(old), Some(new)) if old.no == new.no => format!("Bước {}", new.no),
            (Some(old), Some(new)) => format!("Bước {} (trước là bước {})", new.no, old.no),
            (None, Some(new)) => format!("Bước {} (mới)", new.no),
            (Some(old), None) => format!("Bước {} (bỏ)", old.no),
            (None, None) => continue,
        };
        let told = |step: Option<&Step>, process| step.map(|step| lines(step, process)).unwrap_or_default();
        differ(&title, told(old, before), told(new, after));
    }
    found
}

/// What a step says, a line each.
fn lines(step: &Step, process: &Process) -> Vec<String> {
    let no = |place: &u16| process.step(*place).map_or_else(|| place.to_string(), |step| step.no.clone());
    let time = step.minutes.map_or_else(|| "không tính".to_owned(), hours);
    let mut told = vec![
        format!("Việc: {}", step.content),
        format!("Người thực hiện: {}", step.owner),
        format!("Loại việc: {}{}", step.kind.title(), if step.is_guess { " (suy đoán)" } else { "" }),
        format!("Thời gian: {time}"),
    ];
    if !step.output.is_empty() {
        told.push(format!("Kết quả: {}", step.output));
    }
    if !step.next.is_empty() {
        told.push(format!("Đi tiếp: bước {}", step.next.iter().map(no).collect::<Vec<_>>().join(", ")));
    }
    told
}

type Named = (String, i64, &'static str, String);

#[derive(Template)]
#[template(path = "process/compare.html")]
struct Page {
    shell: Shell,
    name: String,
    before: Named,
    after: Named,
    pictures: (String, String),
    differences: Vec<Difference>,
}

/// Which version to compare with.
#[derive(Debug, Deserialize)]
pub struct With {
    voi: Option<ProcessVersionId>,
}

/// How a version differs from another of the same process; without a choice, from the one before it.
pub async fn show(
    State(app): State<App>,
    Administrator(session): Administrator,
    Path(id): Path<ProcessVersionId>,
    Query(with): Query<With>,
) -> Answer {
    let (one, other, history) = app
        .read(move |tx| {
            let one = store::get(tx, id)?;
            let history = draft::history(tx, &one.content.code)?;
            let before = history.iter().find(|past| past.number < one.number).map(|past| past.id);
            let other = store::get(tx, with.voi.or(before).unwrap_or(id))?;
            if other.content.code != one.content.code {
                return Err(Error::NotFound);
            }
            Ok((one, other, history))
        })
        .await?;
    let (before, after) = if one.number < other.number { (one, other) } else { (other, one) };
    let named = |id| history.iter().find(|past| past.id == id).map(draft::line).unwrap_or_default();
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), "So sánh hai bản", "quy-trinh"),
        name: after.content.name.clone(),
        before: named(before.id),
        after: named(after.id),
        pictures: (picture::svg(&before.content, "truoc", &[]), picture::svg(&after.content, "sau", &[])),
        differences: differences(&before.content, &after.content),
    }))
}

#[cfg(test)]
mod tests {
    use domain::process::standard::standard;

    use super::*;

    #[test]
    fn each_step_that_differs_is_told_and_no_other() {
        let before = standard("1.001193", "x", 2_400);
        let mut after = before.clone();
        after.steps[2].minutes = Some(60);
        after.steps[3].output = "Phiếu trình".into();
        after.steps.remove(5);
        let found = differences(&before, &after);
        let titles: Vec<&str> = found.iter().map(|difference| difference.title.as_str()).collect();
        assert_eq!(titles, ["Tổng thời gian", "Bước 3", "Bước 4", "Bước 6 (bỏ)"]);
        assert_eq!(found[2].now().last(), Some(&("Kết quả: Phiếu trình", true)));
        assert_eq!(differences(&before, &before), vec![]);
    }
}
