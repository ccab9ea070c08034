//! What the regulation asks of whom, as a plan of its implementation (Quy chế 1267 Điều 6.1; row C-62). A line of the plan is a
//! [`corrective`](crate::corrective) action by another name: task, unit, deadline, evidence, and the Centre that checks it.

use crate::{
    corrective::Area,
    org::UnitKind,
    people::{Actor, Role},
    words::words,
};

words! {
    /// A duty of the regulation, by its clause. The word stands in addresses and in the table.
    Duty {
        /// Điều 3.1.a.
        Announce = "3.1.a" "Rà soát, công bố, công khai thủ tục; xây dựng quy trình nội bộ và gửi cấu hình",
        /// Điều 3.1.b.
        Post = "3.1.b" "Niêm yết thủ tục; cung cấp quy trình, mẫu tờ khai, hồ sơ mẫu cho Trung tâm",
        /// Điều 3.2.a.
        Guide = "3.2.a" "Quán triệt công chức, viên chức hướng dẫn một lần, đầy đủ; không yêu cầu giấy tờ ngoài quy định",
        /// Điều 3.2.b.
        Receive = "3.2.b" "Kiểm tra, quét, số hóa, cập nhật hồ sơ khi tiếp nhận",
        /// Điều 3.2.c.
        Settle = "3.2.c" "Đôn đốc, kiểm tra thẩm định, phối hợp thẩm định, phê duyệt hồ sơ đúng hạn",
        /// Điều 3.2.d.
        Mend = "3.2.d" "Đối chiếu, quyết toán phí, lệ phí; theo dõi danh sách quá hạn, đánh giá và chấn chỉnh",
        /// Điều 3.3.
        Petitions = "3.3" "Giải quyết phản ánh, kiến nghị; gửi kết quả cho Trung tâm; trả lời trên Cổng dịch vụ công",
        /// Điều 3.4.
        Coordinate = "3.4" "Theo dõi, thống kê kết quả phối hợp; góp ý, cung cấp thông tin, khảo sát đúng hạn",
        /// Điều 3.5.
        Report = "3.5" "Thực hiện chế độ báo cáo định kỳ, đột xuất",
        /// Điều 4.1.a.
        CheckProcesses = "4.1.a" "Kiểm tra, giám sát việc xây dựng quy trình nội bộ và gửi cấu hình",
        /// Điều 4.1.b.
        CheckPosting = "4.1.b" "Kiểm tra, giám sát niêm yết; đề xuất gỡ bỏ thủ tục không còn hiệu lực",
        /// Điều 4.1.c.
        Help = "4.1.c" "Tổ chức hướng dẫn, hỗ trợ nộp hồ sơ trực tuyến, qua bưu chính, thanh toán phí",
        /// Điều 4.1.d.
        Urge = "4.1.d" "Đề nghị thông tin, đôn đốc giải quyết; kiểm tra quét, cập nhật kết quả và các phiếu",
        /// Điều 4.1.e.
        Collect = "4.1.e" "Tiếp nhận, tổng hợp phản ánh, kiến nghị; báo cáo, đề xuất; phản hồi kết quả",
        /// Điều 4.2.
        Supervise = "4.2" "Theo dõi, giám sát, kiến nghị về giải quyết thủ tục, thu phí, trả lời phản ánh",
        /// Điều 5.1.
        Promote = "5.1" "Tuyên truyền; phân công người hướng dẫn dịch vụ công trực tuyến, bưu chính công ích",
        /// Điều 6.1.
        Lead = "6.1" "Chủ trì, phối hợp với các cơ quan, đơn vị triển khai Quy chế",
        /// Điều 7.
        SumUp = "7" "Tổng hợp, báo cáo UBND tỉnh kết quả phối hợp, khó khăn, vướng mắc",
    }
}

impl Duty {
    /// The clause, as letters cite it.
    pub fn clause(self) -> String {
        format!("Điều {}", self.name())
    }

    /// Whether it is a duty of a unit of `kind`. What is asked of everybody at any time (4.3, 6.2, 6.3) is no task. Điều 3 of the departments, Điều 4, 6 and 7 of the Centre, Điều 5 (with 3.4 and 3.5)
    /// of the districts, and since there are none of the communes (row C-61).
    pub fn is_of(self, kind: UnitKind, has_districts: bool) -> bool {
        let is_local = matches!(self, Duty::Promote | Duty::Coordinate | Duty::Report);
        match kind {
            UnitKind::Department => self.name().starts_with("3."),
            UnitKind::Centre => ["4.", "6.", "7"].iter().any(|clause| self.name().starts_with(clause)),
            UnitKind::District => is_local && has_districts,
            UnitKind::Commune => is_local && !has_districts,
            UnitKind::Province | UnitKind::Counter => false,
        }
    }

    /// The board of supervision that it belongs to.
    pub fn area(self) -> Area {
        match self {
            Duty::Announce | Duty::Post | Duty::CheckProcesses | Duty::CheckPosting => Area::Procedures,
            Duty::Mend => Area::Fees,
            Duty::Petitions | Duty::Collect => Area::Petitions,
            _ => Area::Progress,
        }
    }
}

/// Whether `by` plans: the Centre, which leads the implementation (Điều 6.1).
pub fn may_plan(by: &Actor) -> bool {
    by.role().is_some_and(Role::is_centre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_duty_is_of_those_whom_the_regulation_names() {
        // Quy chế 1267 Điều 3–7; rows C-61, C-62.
        let of = |kind, has_districts| {
            let own = Duty::ALL.iter().filter(|duty| duty.is_of(kind, has_districts));
            own.map(|duty| duty.name()).collect::<Vec<_>>()
        };
        let agency = ["3.1.a", "3.1.b", "3.2.a", "3.2.b", "3.2.c", "3.2.d", "3.3", "3.4", "3.5"];
        let centre = ["4.1.a", "4.1.b", "4.1.c", "4.1.d", "4.1.e", "4.2", "6.1", "7"];
        let local = ["3.4", "3.5", "5.1"];
        for (kind, before, after) in [
            (UnitKind::Department, &agency[..], &agency[..]),
            (UnitKind::Centre, &centre, &centre),
            (UnitKind::District, &local, &[]),
            (UnitKind::Commune, &[], &local),
            (UnitKind::Province, &[], &[]),
        ] {
            assert_eq!((of(kind, true), of(kind, false)), (before.to_vec(), after.to_vec()), "{kind:?}");
        }
        assert_eq!(Duty::CheckPosting.clause(), "Điều 4.1.b");
    }
}
