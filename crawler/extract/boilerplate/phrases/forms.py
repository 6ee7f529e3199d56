"""What readers fill in below an article: comments, captchas, newsletters."""

import re

from crawler.extract.boilerplate.rule import Rule, Scope

_CODE = r"mã (?:kiểm tra|xác nhận|an toàn|bảo vệ|bảo mật)"
_FIELD = (
    r"(?:họ(?: và)?+ tên|tên của bạn|e-?+mail|điện thoại|số điện thoại|địa chỉ|tiêu đề|nội dung"
    rf"|nghề nghiệp|{_CODE})"
)
_COMMENT = r"(?:bình luận|ý kiến|phản hồi)"

RULES = (
    Rule(
        name="form label",
        scope=Scope.LINE,
        phrases=(rf"{_FIELD}(?: ?[:*])?+ no image",),
        example=("Họ tên no image", "Nội dung: no image", "Mã kiểm tra no image"),
        keeps=("Họ tên", "Nội dung", "Họ tên no image chưa được dịch"),
    ),
    Rule(
        name="comment form",
        scope=Scope.RUN,
        phrases=(
            rf"\*?+ ?+{_FIELD}(?: \([^()]{{0,60}}\))? ?+[:*]?+",
            r"gửi",
            r"hủy",
            r"nhập lại",
            r"soạn lại",
        ),
        needs=re.compile(rf"^\W{{0,2}}{_CODE}", re.MULTILINE),
        example=(
            "Họ tên", "Email (không hiển thị)", "Tiêu đề", "Nội dung *", "Mã xác nhận:", "Gửi",
            "Hủy", "Nhập lại", "Soạn lại",
        ),
        keeps=("Nội dung", "Gửi", "Mã xác nhận được gửi tới bí thư của từng chi bộ."),
    ),
    Rule(
        name="captcha",
        scope=Scope.LINE,
        phrases=(
            rf"(?:vui lòng )?nhập {_CODE} (?:vào ô|trong hình|bên|phía|ở trên)(?![^\W_]).{{0,200}}",
            r"nếu bạn không đọc được, hãy .{0,80}",
            r"chọn mã (?:xác nhận )?khác\.?+",
            r"(?:thay đổi|đổi|làm mới|refresh) mã(?: khác)?",
        ),
        example=(
            "Vui lòng nhập mã xác nhận vào ô bên dưới.",
            "Vui lòng nhập mã xác nhận vào ô bên dưới. Nếu bạn không đọc được, hãy Chọn mã khác.",
            "Nếu bạn không đọc được, hãy Chọn mã xác nhận khác.",
            "Chọn mã xác nhận khác.",
            "Đổi mã khác",
        ),
        keeps=(
            "Vui lòng nhập mã xác nhận được gửi tới điện thoại của đảng viên.",
            "Chọn mã xác nhận khác nhau cho mỗi chi bộ.",
        ),
    ),
    Rule(
        name="comment hint",
        scope=Scope.LINE,
        phrases=(
            r"\*?+ ?+vui lòng nhập (?:bình luận )?tiếng việt có dấu\.?+",
            r"tối thiểu [0-9]+ chữ tiếng việt có dấu.{0,60}",
            r"không chứa liên kết",
            r"\*?+ ?+(?:email|họ tên) \((?:không )?hiển thị trên trang\) ?+:?+",
            rf"gửi {_COMMENT}",
            r"ý kiến của bạn(?: ?\.\.\.)?",
            rf"{_COMMENT} của bạn (?:đã|sẽ) được (?:gửi|(?:kiểm )?duyệt|đăng|hiển thị).{{0,120}}",
            rf"cảm ơn bạn!? đã (?:ủng hộ cho bài viết|gửi {_COMMENT}).{{0,80}}",
            rf"(?:bạn (?:cần|phải) )?đăng nhập để (?:gửi )?{_COMMENT}.{{0,60}}",
            r"(?:chưa|không) có (?:bình luận|phản hồi)(?: nào)?[.!]?",
            r"hãy là người đầu tiên bình luận.{0,60}",
            r"ban biên tập giữ quyền biên tập .{0,160}",
            r"(?:thông tin người gửi|lưu thông tin|số ký tự còn lại ?:? ?[0-9]*)",
        ),
        example=(
            "* Vui lòng nhập bình luận tiếng Việt có dấu",
            "Tối thiểu 10 chữ Tiếng việt có dấu Không chứa liên kết",
            "Không chứa liên kết",
            "*Email (không hiển thị trên trang):",
            "* Họ tên (hiển thị trên trang):",
            "Ý kiến của bạn", "Gửi ý kiến",
            "Bình luận của bạn đã được gửi và sẽ hiển thị sau khi được duyệt.",
            "Cảm ơn bạn! Đã ủng hộ cho bài viết",
            "Bạn cần đăng nhập để bình luận",
            "Chưa có bình luận nào",
            "Hãy là người đầu tiên bình luận!",
            "Ban biên tập giữ quyền biên tập bình luận của bạn đọc.",
            "Thông tin người gửi",
        ),
        keeps=(
            "Ý kiến của bạn được gửi tới chi bộ.", "Gửi ý kiến góp ý vào dự thảo",
            "Chưa có ý kiến nào khác.",
            "Vui lòng nhập học đúng ngày.", "Cảm ơn bạn đọc đã gửi thư.",
        ),
    ),
    Rule(
        name="newsletter",
        scope=Scope.LINE,
        phrases=(
            r"đăng ký nhận (?:bản )?tin(?: qua e-?mail)?",
            r"nhập (?:địa chỉ )?e-?mail(?: của bạn)?(?: ?\.\.\.)?",
            r"mọi phản ánh, ý kiến, tin, bài và hình ảnh cộng tác .{0,300}",
        ),
        example=(
            "Đăng ký nhận bản tin", "Nhập email của bạn",
            "Mọi phản ánh, ý kiến, tin, bài và hình ảnh cộng tác xin gửi về hộp thư của trang.",
        ),
        keeps=(
            "Đăng ký nhận tin vui từ cơ sở", "Mọi phản ánh, ý kiến, tin, bài đều được ghi nhận.",
        ),
    ),
)  # fmt: skip
