//! Papers that need not be brought again, because an earlier dossier of the same owner has them digitised (Quy chế 1267
//! Điều 3.2.a; row C-16, as far as papers in earlier dossiers go).

use base::error::Result;
use domain::{
    catalogue::Paper,
    dossier::{
        Filing,
        event::FileRef,
        filing::FiledPaper,
        receive::{self, Required},
    },
    id::DossierId,
    text::fold,
};
use kit::db::{Tx, args};

/// How many earlier dossiers of one owner are looked through, the latest first.
const LOOKED_THROUGH: i64 = 50;

/// A paper that the store holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The paper's number in the list of the case now asked for.
    pub item: u16,
    /// What it is called.
    pub name: String,
    /// The dossier it was filed in first.
    pub code: String,
    /// Its files.
    pub files: Vec<FileRef>,
}

impl Held {
    /// The paper as one that is handed in by reference.
    pub fn filed(self) -> FiledPaper {
        FiledPaper {
            item: Some(self.item),
            name: self.name,
            files: self.files,
            reused_from: Some(self.code),
            ..FiledPaper::default()
        }
    }
}

/// Which of `papers`, those of the procedure's case, the store holds for the owner with that identity number from other
/// dossiers than `this`. Forms and applications are filled in anew each time, so they never count.
pub fn papers(tx: &mut Tx, identity: &str, this: Option<DossierId>, papers: &[Paper]) -> Result<Vec<Held>> {
    let wanted: Vec<(u16, String)> = (0..)
        .zip(papers)
        .filter(|(_, paper)| is_reusable(paper))
        .map(|(no, paper)| (no, fold(&paper.name)))
        .collect();
    if identity.is_empty() || wanted.is_empty() {
        return Ok(vec![]);
    }
    let rows = tx.all(
        "SELECT dossier_id, code, body FROM filing WHERE owner_identity = $1 AND code IS NOT NULL
         ORDER BY filed_at DESC LIMIT $2",
        args![identity, LOOKED_THROUGH],
    )?;
    let mut held: Vec<Held> = vec![];
    for row in rows {
        if this.is_some_and(|this| row.get(0).is_ok_and(|id: uuid::Uuid| id == this.0)) {
            continue;
        }
        let code: String = row.get(1)?;
        let filing: Filing = row.json(2)?;
        for paper in filing.papers.into_iter().filter(|paper| !paper.files.is_empty()) {
            let name = fold(&paper.name);
            let Some((item, _)) = wanted.iter().find(|(_, wanted)| *wanted == name) else { continue };
            if !held.iter().any(|known| known.item == *item) {
                let code = paper.reused_from.unwrap_or_else(|| code.clone());
                held.push(Held { item: *item, name: paper.name, code, files: paper.files });
            }
        }
    }
    Ok(held)
}

/// Whether a paper may be taken from the store: what is written anew each time is not.
pub fn is_reusable(paper: &Paper) -> bool {
    let folded = fold(&paper.name);
    paper.forms.is_empty()
        && !["don ", "to khai", "van ban de nghi", "du thao", "bao cao", "danh sach"]
            .iter()
            .any(|word| folded.starts_with(word))
}

/// Takes into `filing` what of `list` is required, missing and held; the numbers of all that is held.
pub fn reuse(
    tx: &mut Tx,
    filing: &mut Filing,
    this: DossierId,
    list: &[Paper],
    required: &[Required],
) -> Result<Vec<u16>> {
    let held = papers(tx, &filing.owner.identity, Some(this), list)?;
    let items = held.iter().map(|held| held.item).collect();
    receive::reuse(filing, required, held.into_iter().map(Held::filed).collect());
    Ok(items)
}

/// Their numbers.
pub fn items(tx: &mut Tx, identity: &str, this: Option<DossierId>, list: &[Paper]) -> Result<Vec<u16>> {
    Ok(papers(tx, identity, this, list)?.into_iter().map(|held| held.item).collect())
}
