"""The words from which invented articles are put together: nothing here is quoted from a page."""

FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Hồ", "Cao", "Đậu")
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Hữu", "Thanh", "Minh", "Quốc", "Ngọc", "Xuân", "Thị Hồng")
GIVEN_NAMES = (
    "An", "Bằng", "Cường", "Dung", "Đạt", "Giang", "Hà", "Hiếu", "Hòa", "Khuê", "Lam", "Liên",
    "Mai", "Nghĩa", "Oanh", "Phong", "Quyên", "Sáng", "Thủy", "Tuấn", "Uyên", "Vinh", "Yến",
)  # fmt: skip
PEN_NAMES = (
    "Minh Đăng", "Hải Quỳnh", "Thu Trà", "Lam Giang", "Phương Uyên", "Đức Khải", "Ngọc Sương",
    "Bảo Trân", "Hồng Lĩnh", "An Khê", "Trúc Mai", "Quốc Bình",
)  # fmt: skip
INITIALS = ("H.Tr", "Q.A", "P.V", "T.Đ", "M.K", "N.Th")
SOURCES = ("Báo Sông Hàm", "Tạp chí Nếp Làng", "Bản tin Đồng Xuân", "Thông tấn Miền Tây")

ROLES = (
    "Bí thư Đảng ủy", "Phó Bí thư Thường trực", "Trưởng Ban Tổ chức", "Chủ nhiệm Ủy ban Kiểm tra",
    "Chánh Văn phòng", "Ủy viên Ban Thường vụ", "Trưởng Ban Dân vận", "Bí thư Chi bộ",
)  # fmt: skip
UNITS = (
    "Đảng bộ Sở Thủy lợi Hàm Ninh", "Chi bộ Trung tâm Lưu trữ", "Đảng bộ Bệnh viện Phước Hòa",
    "Đảng bộ Trường Cao đẳng Lam Sơn Hạ", "Chi bộ Báo Đồng Bằng", "Đảng bộ Chi cục Đê điều",
    "Đảng ủy phường Tân Khê", "Đảng bộ xã Hòa Thạnh", "Chi bộ Hợp tác xã Bình Nguyên",
    "Đảng bộ Công ty Cấp nước Thượng Giang", "Đảng bộ Sở Giao liên", "Chi bộ Thư viện tỉnh",
)  # fmt: skip
PLACES = (
    "huyện Thanh Khương", "xã Hòa Thạnh", "thị trấn Phú Lương Hạ", "xã Tân Khê", "huyện Bình Lĩnh",
    "phường Đông Trà", "xã An Thủy", "huyện Châu Giang Thượng", "bản Na Lốm", "thị xã Hải Vân Đông",
)  # fmt: skip
TOPICS = (
    "chuyển đổi số trong công tác đảng", "học tập và làm theo Bác", "cải cách hành chính",
    "phát triển đảng viên trẻ", "xây dựng nông thôn mới", "công tác dân vận khéo",
    "phòng, chống thiên tai", "sinh hoạt chi bộ theo chuyên đề", "bảo vệ nền tảng tư tưởng",
    "kiểm tra, giám sát chuyên đề", "trồng rừng gỗ lớn", "nuôi thủy sản nước lợ",
    "khuyến học, khuyến tài", "giảm nghèo bền vững", "bảo hiểm y tế hộ gia đình",
)  # fmt: skip
EVENTS = (
    "hội nghị trực tuyến", "buổi tọa đàm", "lễ ra quân", "hội thi", "lớp bồi dưỡng",
    "phiên giao ban", "cuộc gặp mặt", "buổi đối thoại",
)  # fmt: skip
DOCUMENTS = ("Kế hoạch", "Hướng dẫn", "Công văn", "Thông báo", "Quyết định", "Báo cáo")
DOCUMENT_MARKS = ("KH/ĐU", "HD/ĐU", "CV/VP", "TB/TU", "QĐ/TU", "BC/ĐU")

TITLES = (
    "{unit} tổ chức {event} về {topic}",
    "{place}: Điểm sáng {topic}",
    "Đẩy mạnh {topic} ở {place}",
    "{event_cap} “{topic}” năm {year}",
    "{unit} kết nạp {n} đảng viên mới",
    "Sơ kết {n} năm thực hiện {topic} tại {place}",
    "Đồng chí {person} làm việc với {unit}",
    "Gặp mặt {n} gương điển hình {topic} - {place}",
    "{unit}: {n} mô hình {topic}",
    "Khi {place} bắt tay vào {topic}",
)
SENTENCES = (
    "Ngày {day}, tại {place}, {unit} tổ chức {event} về {topic} với sự tham gia của {n} đại biểu.",
    "Đồng chí {person} - {role} {unit} chủ trì và phát biểu chỉ đạo.",
    "Trong {n} tháng qua, {unit} đã hoàn thành {m}% chỉ tiêu đề ra về {topic}.",
    "Cấp ủy các cấp đã ban hành {n} nghị quyết chuyên đề, giao việc cụ thể cho từng đảng viên.",
    "Nhờ vậy, tỷ lệ hộ nghèo ở {place} còn {p}%, thu nhập đạt {m} triệu đồng/người/năm.",
    "Tuy nhiên, công tác {topic} ở một số nơi còn lúng túng, chưa theo kịp yêu cầu thực tiễn.",
    "{unit} đề nghị sớm có hướng dẫn để các chi bộ thống nhất cách làm.",
    "“Muốn dân tin thì đảng viên phải đi trước”, đồng chí {person} nhấn mạnh.",
    "Các đại biểu đã thảo luận {n} nhóm giải pháp, trong đó chú trọng {topic} và {topic}.",
    "Bà con {place} góp {m} ngày công, hiến {n} nghìn mét vuông đất làm đường.",
    "Mô hình do {unit} khởi xướng từ năm {year} nay đã có {n} đơn vị học theo.",
    "Dịp này, {n} tập thể và {m} cá nhân được tặng giấy khen.",
    "Kết luận {event}, {role} {person} yêu cầu các đơn vị rà soát lại kế hoạch trước ngày {day}.",
    "Việc {topic} phải gắn với nhiệm vụ chính trị của từng cơ quan, tránh hình thức.",
    "Ông {person}, người dân {place}, cho biết gia đình vừa thu {n} tấn lúa, giá bán khá.",
    "Nghị quyết số {n}-NQ/ĐU được quán triệt tới {m}% đảng viên ngay trong tháng đầu.",
    "Qua kiểm tra {n} chi bộ, nền nếp sinh hoạt được giữ vững; nội dung hài hòa, sát việc.",
    "Giai đoạn {year} - 2025, toàn huyện phấn đấu có thêm {n} tổ chức đảng tiêu biểu.",
    "Phong trào được các đoàn thể hưởng ứng; tổng kinh phí vận động đạt {m},{n} tỷ đồng.",
    "Ban Thường vụ giao Văn phòng theo dõi, tổng hợp và báo cáo hằng quý.",
)
#: Beginnings that boilerplate also has; each opens a paragraph of prose that must be kept.
NEAR_MISSES = (
    "Hôm nay, {unit} có {n} chi bộ với {m} đảng viên sinh hoạt đều đặn.",
    "Truy cập hệ thống học tập của {unit}, mỗi cán bộ có tài khoản riêng để làm bài về {topic}.",
    "Chia sẻ tại {event}, đồng chí {person} cho rằng {topic} là việc phải làm thường xuyên.",
    "Theo đồng chí {person}, {role} {unit}, khó nhất là thay đổi nếp nghĩ.",
    "Nguồn kinh phí cho {topic} ở {place} được trích từ ngân sách huyện và đóng góp của nhân dân.",
    "Các tin khác nhau lan truyền trên mạng về {topic} đã được {unit} kiểm chứng và bác bỏ.",
    "Tất cả: từ người già đến em nhỏ ở {place} đều tham gia ngày hội.",
    "Tác giả của sáng kiến về {topic} là đồng chí {person}, người {place}.",
    "Bình luận về kết quả này, {role} {person} nói {unit} còn nhiều việc phải làm.",
)
ENUMERATIONS = (
    ("Một là, ", "Hai là, ", "Ba là, "),
    ("(1). ", "(2). ", "(3). "),
    ("- ", "- ", "- "),
    ("Thứ nhất, ", "Thứ hai, ", "Thứ ba, "),
)
TASKS = (
    "tiếp tục quán triệt nghị quyết về {topic} đến từng chi bộ; coi trọng việc nêu gương.",
    "nâng cao chất lượng {event} hằng tháng, bảo đảm thiết thực, hiệu quả.",
    "phối hợp với {unit} tổ chức {event} về {topic} trong năm {year}.",
    "bố trí {n} cán bộ có kinh nghiệm giúp {place} thực hiện {topic}.",
)
ITEMS = (
    "{n} mô hình {topic}", "{unit}: {m} điểm", "Hỗ trợ {place} {n} triệu đồng",
    "Tổ chức {event} trước ngày {day}",
)  # fmt: skip
HEADINGS = (
    "Cách làm ở {place}", "Từ nghị quyết đến việc làm", "Kết quả bước đầu",
    "Những việc cần làm ngay",    "{topic_cap}: khó mà không khó",
)  # fmt: skip
CAPTIONS = (
    "Quang cảnh {event}", "Đồng chí {person} phát biểu tại {event}.",
    "Đại biểu {unit} tham quan mô hình", "{place} hôm nay",
    "Lãnh đạo {unit} trao giấy khen cho các tập thể",
)  # fmt: skip
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
