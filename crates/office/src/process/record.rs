//! A record of the process file as it stands; the keys are those of `data/README.md`. JSON, YAML and BPMN are read into it
//! and written from it.

use domain::process::{StepKind, example::Example};
use serde::{Deserialize, Serialize};

/// One process.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    pub id: String,
    pub dia_phuong: Option<String>,
    pub quyet_dinh: Option<String>,
    #[serde(skip_serializing)]
    pub ngay_ban_hanh: Option<String>,
    pub ten_tthc: String,
    #[serde(default)]
    pub ma_tthc: Vec<String>,
    pub truong_hop: Option<String>,
    pub cac_buoc: Vec<RawStep>,
    pub tong_gio_theo_van_ban: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tong_phut: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vi_du: Vec<Example>,
}

/// One step. `phut` stands for `gio_lam_viec` where the hours would not be exact.
#[derive(Debug, Serialize, Deserialize)]
pub struct RawStep {
    pub buoc: String,
    pub noi_dung: Option<String>,
    pub vai_tro: Option<String>,
    pub gio_lam_viec: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phut: Option<u32>,
    pub bieu_mau: Option<String>,
    #[serde(default)]
    pub vai_tro_nghi_ngo: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loai: Option<StepKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiep: Vec<u16>,
}
