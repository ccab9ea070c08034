# What citizens' pages say, in Vietnamese: the official language, and the one every other file translates.
#
# For translators
# - Every language has a file beside this one with the same keys and the same { $arguments }; a test compares them.
# - Citizens are addressed as "ông/bà". Short sentences, active, no jargon; say what to do, not what went wrong inside.
# - Names of procedures, papers and units come from the catalogue and stay Vietnamese in every language.
# - Titles that the law gives (states, channels, letters) are not here: their Vietnamese stands in `crates/domain`,
#   where letters and officers' pages read it; other languages have them in `law.<language>.ftl`.

## The frame of every page

brand = Một cửa { $province }
skip-to-content = Đến nội dung chính
language-choice = Ngôn ngữ
nav-label = Chính
nav-home = Trang chủ
nav-procedures = Thủ tục
nav-track = Tra cứu hồ sơ
footer-centre = Trung tâm Phục vụ hành chính công { $province }
footer-hours = Giờ làm việc: thứ Hai đến thứ Sáu, 7:00–11:00 và 13:00–17:00.
footer-privacy = Thông tin cá nhân của ông/bà chỉ được dùng để giải quyết thủ tục.
footer-late = Đơn vị chậm giải quyết
footer-guidance = Nơi hướng dẫn nộp hồ sơ
guidance-title = Nơi hướng dẫn nộp hồ sơ trực tuyến
guidance-intro = Cán bộ dưới đây hướng dẫn ông/bà nộp hồ sơ trực tuyến và qua bưu chính công ích, không thu tiền.
guidance-none = Hôm nay chưa có nơi hướng dẫn nào. Ông/bà có thể đến Bộ phận Một cửa nơi gần nhất.
footer-petitions = Phản ánh đã trả lời
footer-staff = Đăng nhập cho cán bộ
# Empty in Vietnamese. Elsewhere: the translation helps, the Vietnamese text holds.
footer-translation = { "" }
# Empty in Vietnamese. Elsewhere: why names and contents of procedures are Vietnamese.
official-language = { "" }

## Parts that several pages use

errors-title = Có { $count } chỗ cần xem lại
error-prefix = Lỗi:
optional = (nếu có)
pager-label = Trang
pager-first = ← Trang đầu
pager-next = Trang sau →
search-label = Tìm thủ tục
search-button = Tìm thủ tục
not-stated = Chưa ghi
none = Không có
copy-code = Chép mã
copied = Đã chép
print-page = In trang này

## Home

home-title = Trang chủ
home-question = Ông/bà cần làm thủ tục gì?
home-example = Gõ vài chữ, không cần dấu: “khai sinh”, “cap lai giay phep”.
home-filed = Đã nộp hồ sơ?
home-track-link = Tra cứu tình trạng hồ sơ
home-track-how = Cần mã hồ sơ và 4 số cuối của số định danh.
home-frequent = Được nộp nhiều nhất
home-all = Xem tất cả thủ tục
home-figures = Công khai kết quả
home-received = hồ sơ tiếp nhận trong 30 ngày qua
home-settled = hồ sơ có kết quả trong 30 ngày qua
home-on-time = giải quyết trước hoặc đúng hạn

## Search of procedures

browse-title = Thủ tục hành chính
browse-empty = Chưa có thủ tục nào được công bố.
browse-no-match = Không có thủ tục nào khớp với “{ $words }”. Xin thử ít chữ hơn, hoặc đến Trung tâm để được hướng dẫn.
browse-code = mã { $code }
browse-online = nộp trực tuyến được

## One procedure

show-code = Mã thủ tục
show-who = Ai được làm
show-how-long = Bao lâu
show-cost = Bao nhiêu tiền
show-where = Nộp ở đâu
show-online-or-counter = Trực tuyến hoặc tại quầy
show-counter-only = Tại quầy
show-papers = Giấy tờ cần có
show-no-papers = Chưa ghi giấy tờ nào. Xin hỏi Trung tâm trước khi nộp.
# How many sheets of one paper.
show-originals = { $count } bản chính
show-copies = { $count } bản sao
show-forms = mẫu:
show-ways = Thời hạn, lệ phí theo cách nộp
show-way = Cách nộp
show-limit = Thời hạn
show-fee = Phí, lệ phí
show-fee-nothing = Không thu
show-sequence = Trình tự
show-conditions = Yêu cầu, điều kiện
show-results = Kết quả
show-body = Cơ quan thực hiện
show-form = Nội dung khai trong tờ khai
show-samples = Biểu mẫu, hồ sơ mẫu
show-sample-form = mẫu để điền
show-sample-dossier = hồ sơ đã điền, để tham khảo
show-basis = Căn cứ pháp lý và nguồn
show-decision = Quyết định công bố:
show-source = Nguồn bản ghi:
show-apply = Nộp trực tuyến
show-petition = Phản ánh về thủ tục này
show-question = Xem hỏi đáp

## Filing online

apply-title = Nộp hồ sơ trực tuyến
apply-case-question = Ông/bà thuộc trường hợp nào?
apply-case-hint = Giấy tờ cần nộp tùy theo trường hợp.
apply-case-number = Trường hợp { $no }
apply-case-missing = Chọn trường hợp của ông/bà.
apply-case = Trường hợp:
apply-case-change = Chọn trường hợp khác
apply-continue = Tiếp tục
# Progress in words.
apply-part = Phần { $no } trong { $all }
apply-before = Chuẩn bị ảnh chụp hoặc bản quét của giấy tờ trước khi điền. Ông/bà không cần tài khoản.
apply-who = Ông/bà là ai?
apply-name = Họ và tên
apply-name-hint = Ghi đúng như trên căn cước.
apply-identity = Số định danh cá nhân, số hộ chiếu hoặc mã số thuế
apply-identity-hint = 12 chữ số trên căn cước. Ông/bà dùng 4 số cuối để tra cứu hồ sơ.
apply-address = Địa chỉ
apply-phone = Điện thoại (nếu có)
apply-phone-hint = Để cán bộ gọi khi cần.
apply-email = Email (nếu có)
apply-proxy = Ông/bà nộp thay người khác?
apply-proxy-hint = Ở trên ghi người được giải quyết; ở đây ghi người được ủy quyền đi nộp.
apply-proxy-name = Họ và tên người được ủy quyền
apply-proxy-identity = Số định danh của người được ủy quyền
apply-where = Ông/bà nộp hồ sơ đến cơ quan nào?
apply-settler = Cơ quan giải quyết
apply-choose = Chọn…
apply-to-centre = Hồ sơ được gửi đến Trung tâm Phục vụ hành chính công tỉnh.
apply-form = Nội dung tờ khai
apply-papers = Ông/bà gửi những giấy tờ nào?
apply-papers-hint = Chụp hoặc quét rõ từng giấy tờ. Nhận tệp PDF, JPG, PNG, DOCX, XLSX, DOC; mỗi tệp đến { $megabytes } MB.
apply-no-papers = Thủ tục này không ghi giấy tờ phải nộp.
apply-in-store = Tôi đã nộp giấy tờ này trong một hồ sơ trước, không nộp lại
apply-file-kept = Đã nhận tệp “{ $file }”. Chọn tệp khác nếu muốn thay.
apply-file-drop = Bỏ tệp này
apply-result = Ông/bà muốn nhận kết quả thế nào?
apply-declare = Khi bấm “Nộp hồ sơ”, ông/bà xác nhận những điều đã khai là đúng.
apply-send = Nộp hồ sơ

## What is wrong with a field

field-name = Ghi họ và tên người nộp.
field-identity = Số định danh có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số; hộ chiếu có cả chữ và số.
field-identity-personal = Số định danh cá nhân phải có đúng 12 chữ số. Xem lại số trên căn cước.
field-identity-tax = Mã số thuế có 10 chữ số; của đơn vị phụ thuộc có thêm dấu gạch nối và 3 chữ số, ví dụ 0100109106-001.
field-identity-check = Mã số thuế này không có: chữ số thứ mười không khớp chín chữ số trước. Xem lại từng chữ số.
field-proxy-name = Ghi họ tên người được ủy quyền, hoặc xóa số định danh của người đó.
field-address = Ghi địa chỉ.
field-phone = Số điện thoại không đúng, ví dụ 0912345678.
field-email = Địa chỉ email không đúng, ví dụ ten@vidu.vn.
field-settler = Chọn cơ quan giải quyết.
field-paper = Chọn tệp cho giấy tờ số { $no }.
field-stated-missing = Khai “{ $name }”.
field-stated-number = “{ $name }” phải là số, ví dụ 1.250,5.
field-stated-day = “{ $name }” phải là một ngày, ví dụ 29/8/2023.
field-stated-choice = Chọn một mục cho “{ $name }”.
field-stated-long = “{ $name }” dài quá 2.000 ký tự.
file-empty = Tệp “{ $file }” trống, không có nội dung.
file-too-large = Tệp “{ $file }” lớn hơn { $megabytes } MB.
file-kind = Tệp “{ $file }” không thuộc loại được nhận (PDF, JPG, PNG, DOCX, XLSX, DOC).
file-content = Nội dung tệp “{ $file }” không đúng với đuôi .{ $ending }. Xin chọn lại tệp gốc.
file-too-long-aside = Tệp đã gửi trước đó chỉ được giữ một ngày. Xin chọn lại tệp.

## After filing

filed-title = Đã nộp hồ sơ
filed-code = Mã tra cứu của ông/bà
filed-keep = Xin giữ mã này. Ông/bà cần mã và 4 số cuối của số định danh để tra cứu hồ sơ.
filed-next = Tiếp theo là gì?
filed-next-check = Cán bộ kiểm tra hồ sơ, chậm nhất { $moment }.
filed-next-complete = Hồ sơ đủ: ông/bà có mã hồ sơ chính thức và ngày hẹn trả kết quả, xem ở trang tra cứu.
filed-next-missing = Hồ sơ thiếu: ông/bà nhận một phiếu ghi đủ các giấy tờ cần bổ sung.
filed-procedure = Thủ tục
filed-unit = Nơi nhận hồ sơ
filed-at = Nộp lúc
filed-track = Tra cứu hồ sơ này

## Tracking

track-title = Tra cứu hồ sơ
track-code = Mã hồ sơ
track-code-hint = Ghi trên giấy hẹn, ví dụ H59.02-230822-0001; hoặc mã NHAP-… khi nộp trực tuyến.
track-proof = 4 số cuối của số định danh
track-proof-hint = Của chủ hồ sơ. Để trống nếu chỉ cần biết mức độ hoàn thành.
track-button = Tra cứu
track-code-missing = Ghi mã hồ sơ.
track-not-found = Không tìm thấy hồ sơ với mã và 4 số này. Xin kiểm tra lại từng ký tự.
track-progress = hoàn thành { $percent }{ "\u00A0" }%
track-procedure = Thủ tục
track-settler = Cơ quan giải quyết
track-return-at = Nơi trả kết quả
track-due = Hẹn trả kết quả
track-missing = Hồ sơ của ông/bà còn thiếu { $count } giấy tờ
track-missing-reason = Lý do:
track-missing-how = Xin bổ sung một lần cho đủ tại nơi trả kết quả ghi dưới đây.
track-supply = Nộp bổ sung trực tuyến
track-supply-hint = Chọn tệp cho từng giấy tờ. Phải đủ tất cả mới gửi được.
track-supply-by = Hạn bổ sung: { $moment }. Quá hạn, hồ sơ sẽ được kết thúc.
track-supply-button = Gửi bổ sung
track-completed = Đã nhận giấy tờ hoàn thiện. Hồ sơ được kiểm tra lại; được tiếp nhận thì có ngày hẹn trả kết quả.
track-supplied = Đã nhận hồ sơ bổ sung. Thời hạn giải quyết được tính lại; ngày hẹn mới ghi dưới đây.
track-reopened = Hồ sơ được mở lại; ngày hẹn trả mới: { $moment }.
track-duty = Ông/bà cần hoàn thành nghĩa vụ tài chính: { $what } (phiếu { $document }). Nộp xong, xin gửi chứng từ cho nơi trả kết quả.
track-duty-amount = Số tiền: { $amount }.
track-duty-by = Hạn nộp: { $moment }.
track-letters = Giấy, phiếu đã phát hành
track-letter = Tải { $title } số { $number }
track-withdraw = Rút hồ sơ
track-withdraw-hint = Rút rồi thì hồ sơ kết thúc; giấy tờ đã nộp được trả lại tại nơi trả kết quả.
track-withdraw-reason = Lý do rút hồ sơ
track-withdraw-button = Rút hồ sơ này
track-withdrawn = Đã ghi nhận việc rút hồ sơ.
track-promised = Hẹn lại theo phiếu xin lỗi: { $moment }
supply-missing = Chưa có: { $paper }.
track-steps = Đã làm đến đâu
track-answer = { $unit } cho biết
track-why = Vì sao hẹn ngày này?
track-details = Xem chi tiết
track-details-how = Nhập 4 số cuối của số định danh để xem cơ quan giải quyết, ngày hẹn và các bước đã làm.
track-another = Tra cứu hồ sơ khác

## Proof of a letter (what the QR code opens)

proof-window = Xác thực văn bản
proof-title = Văn bản này là thật
proof-kind = Loại văn bản
proof-number = Số
proof-unit = Cơ quan lập
proof-made = Ngày lập
proof-code = Mã hồ sơ
proof-no-code = chưa có
proof-many = nhiều hồ sơ
proof-urging = Công văn đôn đốc
proof-reply = Công văn trả lời phản ánh, kiến nghị
proof-proposal = Báo cáo, kiến nghị với Ủy ban nhân dân tỉnh
proof-petition = Mã phản ánh, kiến nghị
proof-many-petitions = nhiều phản ánh
proof-compare = Xin so sánh số, ngày và mã hồ sơ trên bản giấy với các mục ở trên. Nếu có mục khác nhau, xin báo cho cơ quan lập văn bản.
proof-private = Trang này không hiện thông tin cá nhân.
proof-track = Tra cứu tình trạng hồ sơ

## Signing in (officers)

sign-in-title = Đăng nhập
sign-in-name = Tên đăng nhập
sign-in-password = Mật khẩu
sign-in-button = Đăng nhập
sign-in-wrong = Tên đăng nhập hoặc mật khẩu không đúng.
sign-in-no-role = Tài khoản này hiện không có vai trò nào. Xin liên hệ quản trị.

## When something cannot be done

error-refused-title = Chưa thực hiện được
error-invalid-title = Thông tin chưa đúng
error-invalid = Thông tin chưa đúng, xin xem lại các ô được đánh dấu.
error-stale-title = Hồ sơ vừa thay đổi
error-stale = Hồ sơ vừa được người khác cập nhật. Xin xem lại tình trạng mới.
error-not-found-title = Không tìm thấy
error-not-found = Không tìm thấy nội dung này. Xin kiểm tra lại địa chỉ hoặc bắt đầu từ trang chủ.
error-signed-out-title = Xin đăng nhập
error-signed-out = Xin đăng nhập để tiếp tục.
error-forbidden-title = Không có quyền
error-forbidden = Ông/bà không có quyền xem trang này.
error-too-many-title = Xin chờ một lát
error-too-many = Ông/bà thao tác quá nhanh. Xin thử lại sau ít phút.
error-busy-title = Hệ thống đang bận
error-busy = Hệ thống đang bận. Xin thử lại sau giây lát; dữ liệu đã nhập chưa được ghi.
error-no-room-title = Hết dung lượng lưu trữ
error-no-room = Máy chủ đã hết dung lượng lưu trữ; nội dung vừa gửi chưa được ghi. Xin báo quản trị hệ thống.
error-files-away-title = Kho tệp không truy cập được
error-files-away = Kho tệp tạm thời không truy cập được. Nếu vừa gửi nội dung, nội dung đó chưa được ghi. Xin thử lại sau ít phút.
error-too-large-title = Tệp quá lớn
error-too-large = Các tệp gửi lên cùng lúc quá lớn. Xin quay lại và chọn tệp nhỏ hơn.
error-unreadable-title = Không đọc được dữ liệu
error-unreadable = Không đọc được dữ liệu gửi lên. Xin quay lại và thử lần nữa.
error-fault-title = Có sự cố
error-fault = Hệ thống gặp sự cố. Dữ liệu đã ghi vẫn an toàn. Xin thử lại; nếu còn lỗi, xin báo số dưới đây cho quản trị.
error-number = Số sự cố:
error-other-site = Yêu cầu đến từ trang khác.
error-no-page = Không hiển thị được trang.
error-home = Về trang chủ
error-workspace = Về khu vực làm việc

open-title = Kết quả giải quyết hồ sơ
open-lead = Số hồ sơ các cơ quan đã tiếp nhận và giải quyết, đúng hẹn hay chậm. Số liệu không có thông tin của người nộp hồ sơ.
open-months = Chọn tháng
open-month = Tháng { $month }
open-counted = Tính từ hồ sơ đến { $moment }.
open-fixed = Số liệu đã chốt sau khi hết tháng.
open-received = hồ sơ tiếp nhận
open-on-time = có kết quả trước hoặc đúng hẹn
open-late = có kết quả chậm hẹn
open-share = đúng hẹn
open-ended = kết thúc khác (rút, dừng, từ chối)
open-open = đang giải quyết
open-late-list = Đơn vị đang chậm giải quyết hồ sơ
open-none = Tháng này chưa có hồ sơ nào.
open-by-unit = Theo cơ quan giải quyết
open-unit = Cơ quan
open-what = “Đang giải quyết” là hồ sơ chưa có kết quả khi hết tháng, hoặc lúc này nếu tháng chưa hết. “Đúng hẹn” là phần trăm hồ sơ có kết quả trước hoặc đúng ngày hẹn trả, trong số hồ sơ có kết quả. Công khai theo Quy chế ban hành kèm theo Quyết định 1267/QĐ-UBND, Điều 2.

late-title = Đơn vị chậm giải quyết hồ sơ
late-as-of = Danh sách tại thời điểm { $moment }, bỏ những hồ sơ có ngày hẹn trả được dời đúng quy định sau đó và những hồ sơ đang chờ người nộp.
late-nobody = Không có đơn vị nào đang giữ hồ sơ quá hạn.
late-never = Chưa có danh sách nào được công khai.
late-withdrawn = Danh sách công khai gần nhất đã được gỡ để kiểm tra lại.
late-unit = Đơn vị
late-role = Người xử lý ở vai trò
late-count = Số hồ sơ quá hạn
late-longest = Chậm lâu nhất (ngày làm việc)
late-no-apology = Chưa xin lỗi
late-basis = Công khai theo Quy chế ban hành kèm theo Quyết định 1267/QĐ-UBND. Danh sách không có thông tin của người nộp hồ sơ.

## Petitions and questions: what both say

nav-petition = Phản ánh
nav-questions = Hỏi đáp
contact-code = Mã tra cứu của ông/bà
contact-keep = Xin giữ mã này. Ông/bà cần mã và 4 số cuối của số điện thoại để xem tình trạng và câu trả lời.
contact-phone = Số điện thoại
contact-phone-hint = Để trả lời và để ông/bà tra cứu bằng 4 số cuối. Không có điện thoại thì ghi email.
contact-sent-at = Gửi lúc
contact-state = Tình trạng
contact-holder = Đang xử lý
contact-due = Thời hạn bước này
contact-answer = Trả lời
contact-another = Tra cứu mã khác
contact-code-field = Mã
contact-proof = 4 số cuối của số điện thoại
contact-proof-hint = Chỉ để lại email thì ghi 4 ký tự đầu của email.
contact-look-up = Tra cứu
contact-not-found = Không tìm thấy với mã và 4 số này. Xin kiểm tra lại từng ký tự.
field-title = Ghi tóm tắt trong một dòng.
field-content = Ghi nội dung.
field-too-long = Dài quá: đến { $longest } ký tự.
field-sender-name = Ghi họ tên, hoặc tên tổ chức.
field-sender-reach = Ghi số điện thoại hoặc email.

## Petitions

petition-title = Phản ánh, kiến nghị
petition-before = Về quy định, thủ tục hành chính, thái độ của cán bộ, một hồ sơ, hoặc cách làm tốt hơn. Ông/bà không cần tài khoản.
petition-what = Ông/bà muốn nói điều gì?
petition-subject = Về việc
petition-line = Tóm tắt trong một dòng
petition-content = Nội dung
petition-content-hint = Viết bằng tiếng Việt: việc gì, ở đâu, khi nào; ông/bà đề nghị thế nào.
petition-dossier = Mã hồ sơ (nếu có)
petition-procedure = Thủ tục: mã hoặc tên (nếu có)
petition-files = Ảnh, bản quét kèm theo (nếu có)
petition-files-hint = Nhiều nhất { $most } tệp PDF, ảnh, Word, Excel. Chỉ ai được biết người gửi mới xem được; tệp không được công khai.
petition-files-again = Xin chọn lại tệp.
petition-files-too-many = Chọn nhiều nhất { $most } tệp.
petition-protected = Nghị định 20/2008/NĐ-CP yêu cầu ghi rõ tên, địa chỉ, cách liên hệ. Chỉ Trung tâm và đơn vị trả lời biết; phản ánh về hành vi thì đơn vị bị phản ánh không được biết người gửi. Nội dung công khai không có thông tin cá nhân.
petition-complaints = Khiếu nại, tố cáo được giải quyết theo luật riêng, không gửi ở đây.
petition-send = Gửi phản ánh
petition-sent-title = Đã nhận phản ánh
petition-next-decide = Trung tâm xem và phân loại, chậm nhất { $moment }.
petition-next-settle = Việc thuộc cơ quan nào thì chuyển cơ quan đó trong 5 ngày làm việc; xử lý trong 15 ngày làm việc.
petition-next-answer = Câu trả lời được Trung tâm kiểm tra, gửi cho ông/bà và công khai nếu được.
petition-track-title = Tra cứu phản ánh, kiến nghị
petition-track-link = Tra cứu phản ánh đã gửi
petition-code-hint = Ví dụ PAKN-2023-00001.
petition-ground = Lý do không tiếp nhận
petition-asked = Trung tâm cần ông/bà nói rõ thêm
petition-supply = Nội dung bổ sung
petition-supply-button = Gửi bổ sung
petition-supplied = Đã nhận nội dung bổ sung. Cảm ơn ông/bà.
petition-published-title = Phản ánh, kiến nghị đã trả lời
petition-published-link = Xem phản ánh đã trả lời
petition-letter = Tải công văn trả lời số { $number } (PDF)
petition-letter-whole = Số điện thoại hoặc email đã để lại, ghi đủ
petition-letter-whole-hint = Công văn có tên và địa chỉ của người gửi nên cần thêm bước này.
petition-letter-refused = Không đúng với số điện thoại hoặc email đã để lại. Xin ghi đủ từng chữ số, từng ký tự.
petition-letter-apart = Đã có công văn trả lời số { $number }. Công văn có tên người gửi nên chỉ gửi qua bưu điện hoặc trao trực tiếp, không tải ở đây.
petition-published-how = Nội dung công khai không có thông tin của người gửi.
petition-published-none = Chưa có phản ánh nào được công khai.
petition-published-at = Công khai lúc

## Questions and answers

question-title = Hỏi đáp
question-link = Hỏi về thủ tục
question-search = Tìm câu hỏi
question-ask = Gửi câu hỏi
question-none = Chưa có câu hỏi nào được công khai.
question-no-match = Không có câu nào khớp với “{ $words }”. Xin thử ít chữ hơn, hoặc gửi câu hỏi.
question-back = Xem các câu đã trả lời
question-answered-by = Cơ quan trả lời
question-asked-at = Hỏi lúc
question-corrected-at = Đính chính lúc
question-ground = Lý do không trả lời
question-before = Có thể câu này đã được trả lời.
question-line = Câu hỏi
question-more = Nói rõ thêm (nếu cần)
question-name = Họ và tên (nếu muốn ghi)
question-send = Gửi câu hỏi
question-sent-title = Đã nhận câu hỏi
question-next = Ông/bà có câu trả lời chậm nhất { $moment }.
question-track-title = Tra cứu câu hỏi
question-track-link = Tra cứu câu hỏi đã gửi
question-code-hint = Ví dụ HD-2023-00001.
