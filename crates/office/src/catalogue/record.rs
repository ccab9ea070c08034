//! A record of the catalogue as it stands in the file; the keys are those of `data/README.md`. Read by `read`, written by
//! `write`.

use serde::{Deserialize, Deserializer, Serialize};

/// A list; null and nothing at all are the empty one.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(from)?.unwrap_or_default())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_no(said: &bool) -> bool {
    !said
}

/// One procedure.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    pub ma: String,
    pub ten: String,
    pub linh_vuc: Option<String>,
    pub bo_nganh: Option<String>,
    pub dia_phuong: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub cap: Vec<String>,
    pub nganh_doc: Option<bool>,
    pub co_quan_thuc_hien: Option<String>,
    pub co_quan_co_tham_quyen: Option<String>,
    pub quyet_dinh_cong_bo: Option<String>,
    pub loai_thu_tuc: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub doi_tuong: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub cach_thuc: Vec<RawWay>,
    pub phi_le_phi_goc: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub thanh_phan_ho_so: Vec<RawCase>,
    pub so_bo_ho_so: Option<u16>,
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub to_khai: Vec<RawField>,
    #[serde(default, deserialize_with = "list")]
    pub can_cu_phap_ly: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub ket_qua: Vec<RawProduct>,
    pub trinh_tu: Option<String>,
    pub yeu_cau_dieu_kien: Option<String>,
    pub nop_truc_tuyen_dvcqg: Option<bool>,
    pub muc_do_dvctt: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub giay_to_thay_the_nq66_7: Vec<RawReplaced>,
    #[serde(default, deserialize_with = "list")]
    pub khong_co: Vec<String>,
    pub nguon: Option<String>,
    pub url: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub co: Vec<String>,
}

/// One way to file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawWay {
    pub hinh_thuc: Option<String>,
    pub thoi_han: Option<RawLimit>,
    #[serde(default, deserialize_with = "list")]
    pub phi_le_phi: Vec<RawFee>,
    pub mo_ta: Option<String>,
}

/// A time limit. Numbers are kept as written: half a day must stay exactly half.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawLimit {
    pub so: Option<serde_json::Number>,
    pub don_vi: Option<String>,
    pub goc: Option<String>,
    #[serde(default, skip_serializing_if = "is_no")]
    pub xac_nhan: bool,
}

/// A fee.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawFee {
    pub so_tien: Option<serde_json::Number>,
    pub tien_te: Option<String>,
    pub mo_ta: Option<String>,
}

/// A case with its papers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawCase {
    pub truong_hop: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub giay_to: Vec<RawPaper>,
}

/// A paper.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawPaper {
    pub ten: String,
    pub ban_chinh: Option<u16>,
    pub ban_sao: Option<u16>,
    pub mau_don: Option<Vec<String>>,
}

/// What the form asks.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawField {
    pub ten: String,
    pub kieu: Option<String>,
    #[serde(default, skip_serializing_if = "is_no")]
    pub bat_buoc: bool,
    pub goi_y: Option<String>,
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub chon: Vec<String>,
}

/// A result.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawProduct {
    pub ten: String,
    pub ma: Option<String>,
}

/// A paper that a database stands in for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RawReplaced {
    pub giay_to: String,
    pub csdl: String,
}
