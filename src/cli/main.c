/* khung: the command line. main is a table of commands. */
#include "cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWERS_IN "FRAMEWORK ANSWERS..."
#define EXAMPLE_FILES "vn-ngo-capacity examples/hoi-song-xanh/self.yaml"

#define CHANGES (OPTION(STORE) | OPTION(AS))
#define FILTERS                                                                                                                                  \
    (OPTION(STORE) | OPTION(JSON) | OPTION(PROVINCE) | OPTION(FORM) | OPTION(NETWORK) | OPTION(FIELD) | OPTION(GRADE) | OPTION(EXPIRES_BEFORE) | \
     OPTION(LIMIT))

const cli_command cli_commands[] = {
    {"check", "FILE...", "say all that is wrong in files of any kind, where, and how to mend it",
     "kiểm tra mọi loại tệp: sai gì, ở đâu, sửa thế nào", "khung check frameworks/vn-ngo-capacity.yaml", OPTION(JSON) | OPTION(FRAMEWORKS), 1, -1,
     cmd_check},
    {"show", "FRAMEWORK", "the outline of a framework", "dàn ý của một khung", "khung show vn-ngo-capacity", OPTION(JSON) | OPTION(FRAMEWORKS), 1, 1,
     cmd_show},
    {"score", ANSWERS_IN, "the result; several files are the tracks of one assessment", "kết quả; nhiều tệp là các bản trả lời của một đợt đánh giá",
     "khung score " EXAMPLE_FILES, OPTION(JSON) | OPTION(FRAMEWORKS) | OPTION(SAVE) | OPTION(STORE) | OPTION(AS), 2, -1, cmd_score},
    {"explain", ANSWERS_IN " [ID]", "how each number came about", "vì sao ra từng con số",
     "khung explain " EXAMPLE_FILES " finance", OPTION(JSON) | OPTION(FRAMEWORKS) | OPTION(ASSESSMENT) | OPTION(STORE), 2, -1, cmd_explain},
    {"report", ANSWERS_IN " -o FILE", "a document or table: .pdf, .html, .txt, .xlsx or .csv", "tài liệu hoặc bảng: .pdf, .html, .txt, .xlsx hoặc .csv",
     "khung report " EXAMPLE_FILES " -o report.pdf",
     OPTION(OUTPUT) | OPTION(FRAMEWORKS) | OPTION(TEMPLATE) | OPTION(COVER_DARK) | OPTION(ARCHIVE) | OPTION(WITH_NOTES) | OPTION(PLACE) | OPTION(ISSUER) |
         OPTION(WITH_RESPONDENTS) |
         OPTION(DATED) | OPTION(ASSESSMENT) | OPTION(STORE) | OPTION(STYLE) | OPTION(ORIENTATION) | OPTION(BILINGUAL) | OPTION(SEAT) | OPTION(CONDITION) |
         OPTION(BEFORE) | OPTION(BEFORE_FRAMEWORK) | OPTION(SIGNED) | OPTION(KEYS) | OPTION(PASSPHRASE_FILE) | OPTION(PDF_KEY) |
         OPTION(PDF_CERTIFICATE) | OPTION(PDF_PASSPHRASE_FILE) |
         OPTION(ALL) | OPTION(ORG) | OPTION(FRAMEWORK) | OPTION(GRADE) | OPTION(STATE) | OPTION(LARGE),
     2, -1, cmd_report},
    {"form", "FRAMEWORK [ANSWERS...] -o FILE", "a form: .html, .pdf, .xlsx (Kobo, ODK), .csv; .yaml: asked here",
     "phiếu: .html, .pdf, .xlsx (Kobo, ODK), .csv; .yaml: hỏi tại đây",
     "khung form vn-ngo-capacity -o form.html",
     OPTION(OUTPUT) | OPTION(FRAMEWORKS) | OPTION(LARGE) | OPTION(ARCHIVE) | OPTION(ASSESSMENT) | OPTION(TRACK) | OPTION(CONSENSUS) | OPTION(STORE) |
         OPTION(PAPERS) | OPTION(ORG) | OPTION(NAME) | OPTION(PERIOD), 0, -1, cmd_form},
    {"import", "FILE...", "answers files from spreadsheets, Kobo, ODK and forms", "tệp câu trả lời từ bảng tính, Kobo, ODK và biểu mẫu",
     "khung import examples/import/kobo.csv --framework vn-ngo-capacity -o out/answers",
     OPTION(OUTPUT) | OPTION(FRAMEWORK) | OPTION(FRAMEWORKS) | OPTION(ENCODING) | OPTION(ORG) | OPTION(NAME) | OPTION(PERIOD) | OPTION(TRACK) | OPTION(YES),
     1, -1, cmd_import},
    {"translate", "FRAMEWORK LANGUAGE", "make the translation file or bring it up to date", "tạo tệp bản dịch hoặc cập nhật nó",
     "khung translate vn-ngo-capacity en -o -", OPTION(OUTPUT) | OPTION(FRAMEWORKS), 2, 2, cmd_translate},
    {"init", "--as ID --name NAME", "make the store with its first person", "tạo kho dữ liệu với người dùng đầu tiên",
     "khung init --as an --name \"Nguyễn Thị Ái\" --store out/khung.db", OPTION(STORE) | OPTION(AS) | OPTION(NAME), 0, 0, cmd_init},
    {"framework add", "FRAMEWORK", "keep a framework in the store", "lưu một khung vào kho", "khung framework add vn-ngo-capacity --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(FRAMEWORKS), 1, 1, cmd_framework_add},
    {"framework list", "", "the frameworks of the store", "các khung trong kho", "khung framework list --json", OPTION(STORE) | OPTION(JSON), 0, 0,
     cmd_framework_list},
    {"framework show", "ID|DIGEST", "the outline of a framework of the store", "dàn ý một khung trong kho", "khung framework show vn-ngo-capacity",
     OPTION(STORE) | OPTION(JSON) | OPTION(FRAMEWORKS), 1, 1, cmd_framework_show},
    {"org add", "--name NAME", "add an organisation to the registry", "thêm một tổ chức vào sổ",
     "khung org add --id hsx --name \"Hội Sông Xanh\" --province 48@2025 --form association",
     FIELDS_OF(KHUNG_ORGANISATION) | CHANGES | OPTION(JSON), 0, 0,
     cmd_record_add},
    {"org edit", "ID", "change fields of an organisation; an empty value removes one", "sửa thông tin tổ chức; giá trị rỗng là xóa mục đó",
     "khung org edit hsx --website https://songxanh.example --phone \"\"", FIELDS_OF(KHUNG_ORGANISATION) | CHANGES, 1, 1, cmd_record_edit},
    {"org show", "ID", "all that is known of an organisation", "mọi thông tin về một tổ chức", "khung org show hsx",
     OPTION(STORE) | OPTION(JSON), 1, 1,
     cmd_record_show},
    {"org list", "", "the organisations of the store, in Vietnamese order", "các tổ chức trong kho, theo thứ tự tiếng Việt",
     "khung org list --province 48@2025",
     FILTERS, 0, 0, cmd_org_list},
    {"org find", "[WORDS...]", "look organisations up as people type: accents may be missing", "tra cứu tổ chức, gõ không dấu cũng được",
     "khung org find hoi song xanh", FILTERS, 0, -1, cmd_org_find},
    {"org import", "FILE", "take organisations in from a CSV or XLSX table", "nhập tổ chức từ bảng CSV hoặc XLSX",
     "khung org import examples/registry/to-chuc.csv --dry-run",
     CHANGES | OPTION(DRY_RUN) | OPTION(SKIP_BAD) | OPTION(ENCODING) | OPTION(JSON), 1, 1, cmd_org_import},
    {"org merge", "ID OTHER --yes", "the other is the same organisation: join them", "gộp mục trùng vào tổ chức này: cả hai là một",
     "khung org merge hsx hoi-song-xanh --yes",
     CHANGES | OPTION(YES), 2, 2, cmd_org_merge},
    {"org erase", "ID --yes", "erase the contact persons who belong to this organisation alone",
     "xóa thông tin người liên hệ chỉ thuộc riêng tổ chức này",
     "khung org erase hsx --yes", CHANGES | OPTION(YES), 1, 1, cmd_org_erase},
    {"activity add", "ORG --kind KIND --title TEXT", "add a programme, project or other activity", "thêm chương trình, dự án hoặc hoạt động khác",
     "khung activity add hsx --kind project --title \"Nước sạch cho trường học\" --from 2026",
     FIELDS_OF(KHUNG_ACTIVITY) | CHANGES | OPTION(JSON), 1, 1,
     cmd_record_add},
    {"activity edit", "ID", "change fields of an activity (hsx/2: the second of hsx)", "sửa một hoạt động (hsx/2: hoạt động thứ hai của hsx)",
     "khung activity edit hsx/1 --to 2027-06-30", FIELDS_OF(KHUNG_ACTIVITY) | CHANGES, 1, 1, cmd_record_edit},
    {"activity show", "ID", "one activity with all its fields", "một hoạt động với mọi thông tin", "khung activity show hsx/1",
     OPTION(STORE) | OPTION(JSON), 1, 1,
     cmd_record_show},
    {"activity list", "ORG", "the activities of an organisation", "các hoạt động của một tổ chức", "khung activity list hsx",
     OPTION(STORE) | OPTION(JSON), 1, 1,
     cmd_activity_list},
    {"activity remove", "ID", "list an activity no longer", "không liệt kê một hoạt động nữa", "khung activity remove hsx/1",
     CHANGES, 1, 1, cmd_activity_remove},
    {"person add", "--name NAME --role ROLE", "add a member, assessor, expert or contact", "thêm người: của tổ chức, thẩm định, chuyên gia, liên hệ",
     "khung person add --id lan --name \"Trần Thị Lan\" --role assessor", FIELDS_OF(KHUNG_PERSON) | CHANGES | OPTION(JSON), 0, 0, cmd_record_add},
    {"person edit", "ID", "change fields of a person; an empty value removes one", "sửa thông tin một người; giá trị rỗng là xóa mục đó",
     "khung person edit lan --phone \"0905 123 456\"", FIELDS_OF(KHUNG_PERSON) | CHANGES, 1, 1, cmd_record_edit},
    {"person show", "ID", "all that is known of a person", "mọi thông tin về một người", "khung person show lan", OPTION(STORE) | OPTION(JSON), 1, 1,
     cmd_record_show},
    {"person list", "", "the people of the store, by their last word", "những người trong kho, xếp theo tên", "khung person list --role assessor",
     OPTION(STORE) | OPTION(JSON) | OPTION(ROLE) | OPTION(ORG), 0, 0, cmd_person_list},
    {"person find", "WORDS...", "look people up by name", "tra cứu người theo họ tên", "khung person find tran lan",
     OPTION(STORE) | OPTION(JSON) | OPTION(ROLE) | OPTION(ORG), 1, -1, cmd_person_find},
    {"person consent", "ID --purpose PURPOSE", "note what a person agrees to, or withdraws", "ghi nhận sự đồng ý của một người, hoặc việc rút lại",
     "khung person consent lan --purpose directory", CHANGES | OPTION(PURPOSE) | OPTION(DATED) | OPTION(WITHDRAW), 1, 1, cmd_person_consent},
    {"person tie", "ID --org ORG --role ROLE", "note a person's place in an organisation", "ghi vai trò của một người trong tổ chức",
     "khung person tie lan --org hsx --role board --from 2024-03-01",
     CHANGES | OPTION(ORG) | OPTION(ROLE) | OPTION(FROM) | OPTION(TO), 1, 1, cmd_person_tie},
    {"person erase", "ID --yes", "erase all personal fields so that nothing is left in the file",
     "xóa mọi thông tin cá nhân, không để lại gì trong tệp",
     "khung person erase lan --yes", CHANGES | OPTION(YES), 1, 1, cmd_person_erase},
    {"person import", "FILE", "take people in from a CSV or XLSX table", "nhập người từ bảng CSV hoặc XLSX",
     "khung person import examples/registry/chuyen-gia.csv --dry-run",
     CHANGES | OPTION(DRY_RUN) | OPTION(SKIP_BAD) | OPTION(ENCODING) | OPTION(JSON), 1, 1, cmd_person_import},
    {"network add", "--name NAME", "add a network", "thêm một mạng lưới", "khung network add --id mlx --name \"Mạng lưới Sông Xanh\"",
     FIELDS_OF(KHUNG_NETWORK) | CHANGES | OPTION(JSON), 0, 0, cmd_record_add},
    {"network edit", "ID", "change fields of a network", "sửa thông tin một mạng lưới", "khung network edit mlx --short-name MLSX",
     FIELDS_OF(KHUNG_NETWORK) | CHANGES, 1, 1, cmd_record_edit},
    {"network show", "ID", "a network with its members", "một mạng lưới với các thành viên", "khung network show mlx",
     OPTION(STORE) | OPTION(JSON), 1, 1,
     cmd_record_show},
    {"network list", "", "the networks of the store", "các mạng lưới trong kho", "khung network list",
     OPTION(STORE) | OPTION(JSON), 0, 0, cmd_network_list},
    {"network join", "NETWORK ORG", "an organisation becomes a member", "một tổ chức gia nhập mạng lưới",
     "khung network join mlx hsx --dated 2026-01-15",
     CHANGES | OPTION(DATED), 2, 2, cmd_network_join},
    {"network leave", "NETWORK ORG", "an organisation leaves", "một tổ chức rời mạng lưới", "khung network leave mlx hsx --dated 2026-11-30",
     CHANGES | OPTION(DATED), 2, 2, cmd_network_leave},
    {"assess new", "--id ID --org ORG --framework FRAMEWORK --from DATE --to DATE", "begin an assessment", "mở một đợt đánh giá",
     "khung assess new --id hsx-2026 --org hoi-song-xanh --framework vn-ngo-capacity --from 2026-01-01 --to 2026-12-31 --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(FRAMEWORKS) | OPTION(ID) | OPTION(ORG) | OPTION(FRAMEWORK) | OPTION(FROM) | OPTION(TO), 0, 0, cmd_assess_new},
    {"assess answer", "ID [CRITERION [VALUE|CHECK=true...]]", "answer one criterion; at a terminal, without CRITERION: one after the other",
     "trả lời một tiêu chí; không nêu tiêu chí: hỏi lần lượt ngay tại màn hình", "khung assess answer hoi-song-xanh-2026 gov-legal mature --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(JSON) | OPTION(TRACK) | OPTION(NOTE) | OPTION(NA) | OPTION(CHECK) | OPTION(PROFILE) |
         OPTION(PAPERS) | OPTION(LIST), 1, -1, cmd_assess_answer},
    {"assess import", "ID FILE...", "take in whole files of answers", "nhận cả tệp câu trả lời",
     "khung assess import hoi-song-xanh-2026 examples/hoi-song-xanh/self.yaml --as an", OPTION(STORE) | OPTION(AS) | OPTION(TRACK), 2, -1,
     cmd_assess_import},
    {"assess evidence", "ID [add|remove NUMBER]", "list evidence for criteria", "ghi minh chứng cho các tiêu chí",
     "khung assess evidence hoi-song-xanh-2026 add --title Charter --for gov-legal:charter --dated 2026-03-02 --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(JSON) | OPTION(TITLE) | OPTION(FILE) | OPTION(DATED) | OPTION(FOR) | OPTION(KEEP), 1, 3, cmd_assess_evidence},
    {"assess confirm", "ID CRITERION...|--all", "confirm answers carried over from the last round", "xác nhận câu trả lời mang sang từ đợt trước",
     "khung assess confirm hoi-song-xanh-2026 --all --as an", OPTION(STORE) | OPTION(AS) | OPTION(ALL), 1, -1, cmd_assess_confirm},
    {"assess submit", "ID", "hand in: the answers become tracks that stay, the result is kept", "nộp: câu trả lời được giữ nguyên, lưu kết quả",
     "khung assess submit hoi-song-xanh-2026 --as an", OPTION(STORE) | OPTION(AS) | OPTION(YES), 1, 1, cmd_assess_submit},
    {"assess show", "ID", "one assessment of the store with its result", "một đợt đánh giá trong kho và kết quả", "khung assess show hoi-song-xanh-2026",
     OPTION(STORE) | OPTION(JSON) | OPTION(FRAMEWORKS) | OPTION(CRITERIA), 1, 1, cmd_assess_show},
    {"assess list", "", "the assessments of the store", "các đợt đánh giá trong kho", "khung assess list --due 30",
     OPTION(STORE) | OPTION(JSON) | OPTION(DUE) | OPTION(STATE) | OPTION(ORG), 0, 0, cmd_assess_list},
    {"assess count", "--by WHAT", "how many assessments there are of each kind", "số đợt đánh giá theo từng nhóm", "khung assess count --by province",
     OPTION(STORE) | OPTION(JSON) | OPTION(BY) | OPTION(FRAMEWORK), 0, 0, cmd_assess_count},
    {"assess continue", "OLD --id NEW --from DATE --to DATE", "begin a new round with the answers of the last one, to be confirmed",
     "mở đợt mới với câu trả lời của đợt trước, chờ xác nhận",
     "khung assess continue hoi-song-xanh-2026 --id hsx-2027 --from 2026-07-01 --to 2027-06-30 --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(FRAMEWORKS) | OPTION(ID) | OPTION(FRAMEWORK) | OPTION(FROM) | OPTION(TO), 1, 1, cmd_assess_continue},
    {"assess withdraw", "ID", "withdraw an open assessment", "rút một đợt đang mở", "khung assess withdraw hoi-song-xanh-2026 --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(REASON), 1, 1, cmd_assess_withdraw},
    {"assess close", "ID", "close a reviewed assessment; not by its reviewer", "kết thúc đợt đã thẩm định; không phải bởi người thẩm định",
     "khung assess close reviewed --as an", OPTION(STORE) | OPTION(AS) | OPTION(REASON), 1, 1, cmd_assess_close},
    {"assess reopen", "ID --reason TEXT", "open one again that was reviewed, closed or withdrawn", "mở lại đợt đã thẩm định, kết thúc hoặc rút",
     "khung assess reopen reviewed --reason Complaint --as an", OPTION(STORE) | OPTION(AS) | OPTION(REASON), 1, 1, cmd_assess_reopen},
    {"review take", "ID", "take a submitted assessment in hand", "nhận thẩm định một đợt đã nộp", "khung review take submitted --as lan",
     OPTION(STORE) | OPTION(AS), 1, 1, cmd_review_take},
    {"review show", "ID", "what is judged, changed and open, with reasons and replies", "đã xét, thay đổi và còn mở, kèm lý do và phản hồi",
     "khung review show in-review", OPTION(STORE) | OPTION(JSON), 1, 1, cmd_review_show},
    {"review accept", "ID CRITERION...", "agree with the organisation's answers", "đồng ý với câu trả lời của tổ chức",
     "khung review accept in-review gov-legal gov-board --as lan", OPTION(STORE) | OPTION(AS), 1, -1, cmd_review_accept},
    {"review answer", "ID CRITERION VALUE|CHECK=true...", "judge a criterion; another level needs --reason and --seen",
     "ghi mức của một tiêu chí; khác với tổ chức thì cần --reason và --seen",
     "khung review answer in-review gov-legal start --reason Expired --seen Licence --as lan",
     OPTION(STORE) | OPTION(AS) | OPTION(NOTE) | OPTION(NA) | OPTION(CHECK) | OPTION(SEEN) | OPTION(REASON), 1, -1, cmd_review_answer},
    {"review import", "ID FILE", "take in a reviewer's file: notes are reasons, evidence listed is what was seen",
     "nhận tệp của người thẩm định: ghi chú là lý do, minh chứng là đã xem", "khung review import in-review in-review-review.yaml --as lan",
     OPTION(STORE) | OPTION(AS), 2, 2, cmd_review_import},
    {"review reply", "ID CRITERION TEXT", "a word on a changed level, kept on record", "phản hồi về một mức bị thay đổi, được lưu lại",
     "khung review reply changed gov-legal \"It was renewed in May\" --as an", OPTION(STORE) | OPTION(AS), 1, 3, cmd_review_reply},
    {"review return", "ID --reason TEXT", "send it back to the organisation", "trả lại tổ chức", "khung review return in-review --reason Incomplete --as lan",
     OPTION(STORE) | OPTION(AS) | OPTION(REASON), 1, 1, cmd_review_return},
    {"review finish", "ID", "end the review: its track and result are kept", "kết thúc thẩm định: lưu bản thẩm định và kết quả",
     "khung review finish in-review --as lan", OPTION(STORE) | OPTION(AS) | OPTION(YES), 1, 1, cmd_review_finish},
    {"certificate issuer", "[--abbreviation TEXT --name NAME --url ADDRESS]", "say who issues certificates, or show it",
     "khai đơn vị cấp giấy chứng nhận, hoặc xem",
     "khung certificate issuer --abbreviation TTNL --name \"Trung tâm Năng lực\" --url https://ttnl.example/c --as an",
     CHANGES | OPTION(JSON) | OPTION(ID) | OPTION(ABBREVIATION) | OPTION(NAME) | OPTION(NAME_EN) | OPTION(URL) | OPTION(ZONE) | OPTION(RENEWAL) |
         OPTION(COOL_OFF),
     0, 0, cmd_certificate_issuer},
    {"certificate issue", "ASSESSMENT", "issue a certificate on a reviewed assessment; shows it first",
     "cấp giấy chứng nhận cho đợt đã thẩm định; cho xem trước",
     "khung certificate issue reviewed --condition \"Publish the audit\" --dry-run --as chi",
     CHANGES | OPTION(JSON) | OPTION(ISSUER) | OPTION(GRADE) | OPTION(ROLE) | OPTION(REASON) | OPTION(DATED) | OPTION(CONDITION) | OPTION(DRY_RUN) |
         OPTION(YES) | OPTION(AFTER),
     1, 1, cmd_certificate_issue},
    {"certificate list", "", "the certificates, or what ends and is due within --due DAYS", "các giấy chứng nhận, hoặc những gì sắp đến hạn (--due)",
     "khung certificate list --state in-force",
     OPTION(STORE) | OPTION(JSON) | OPTION(DUE) | OPTION(STATE) | OPTION(ORG) | OPTION(FRAMEWORK) | OPTION(ISSUER) | OPTION(YEAR), 0, 0,
     cmd_certificate_list},
    {"certificate show", "NUMBER", "what it says, what it is today, and all that was entered", "nội dung, tình trạng hôm nay và mọi ghi nhận",
     "khung certificate show 1/2026", OPTION(STORE) | OPTION(JSON), 1, 1, cmd_certificate_show},
    {"certificate suspend", "NUMBER --reason TEXT", "suspend it from today on", "đình chỉ từ hôm nay",
     "khung certificate suspend 1/2026 --reason Complaint --as chi", CHANGES | OPTION(REASON), 1, 1, cmd_certificate_suspend},
    {"certificate reinstate", "NUMBER --reason TEXT", "end a suspension", "chấm dứt đình chỉ",
     "khung certificate reinstate 2/2026 --reason Settled --as chi", CHANGES | OPTION(REASON), 1, 1, cmd_certificate_reinstate},
    {"certificate withdraw", "NUMBER --reason TEXT --yes", "withdraw it for good", "thu hồi vĩnh viễn",
     "khung certificate withdraw 1/2026 --reason Fraud --yes --as chi", CHANGES | OPTION(REASON) | OPTION(YES), 1, 1, cmd_certificate_withdraw},
    {"certificate meet", "NUMBER CONDITION", "note that a condition is met", "ghi nhận một điều kiện đã đạt",
     "khung certificate meet 1/2026 1 --note \"Report seen\" --as chi", CHANGES | OPTION(DATED) | OPTION(NOTE), 2, 2, cmd_certificate_meet},
    {"certificate reissue", "NUMBER --reason TEXT", "the same under the next number, say with a new name", "cấp lại theo số kế tiếp, chẳng hạn khi đổi tên",
     "khung certificate reissue 1/2026 --reason \"New name\" --dry-run --as chi",
     CHANGES | OPTION(JSON) | OPTION(REASON) | OPTION(DRY_RUN) | OPTION(YES) | OPTION(AFTER), 1, 1, cmd_certificate_reissue},
    {"certificate print", "NUMBER -o FILE", "the certificate as issued: .pdf with number, code and seal, .html, .txt",
     "giấy chứng nhận đã cấp: .pdf có số, mã và dấu niêm, .html, .txt",
     "khung certificate print 1/2026 -o out/certificate.pdf --as chi",
     CHANGES | OPTION(OUTPUT) | OPTION(KEYS) | OPTION(PASSPHRASE_FILE) | OPTION(FRAMEWORKS) | OPTION(TEMPLATE) | OPTION(STYLE) | OPTION(ORIENTATION) |
         OPTION(BILINGUAL) | OPTION(PLACE) | OPTION(SEAT) | OPTION(ARCHIVE) | OPTION(PDF_KEY) | OPTION(PDF_CERTIFICATE) | OPTION(PDF_PASSPHRASE_FILE),
     1, 1, cmd_certificate_print},
    {"certificate badge", "NUMBER -o FILE", "the certificate as an Open Badge: a JSON file for wallets and other programs",
     "giấy chứng nhận dưới dạng huy hiệu Open Badge: tệp JSON cho ví và chương trình khác",
     "khung certificate badge 1/2026 -o out/badge.json --as chi",
     CHANGES | OPTION(OUTPUT) | OPTION(KEYS) | OPTION(PASSPHRASE_FILE) | OPTION(FRAMEWORKS), 1, 1, cmd_certificate_badge},
    {"certificate register", "-o DIR", "the signed register of all certificates, as files to publish", "sổ đăng ký đã ký của mọi giấy chứng nhận, để công bố",
     "khung certificate register -o out/register --as chi",
     CHANGES | OPTION(OUTPUT) | OPTION(KEYS) | OPTION(PASSPHRASE_FILE) | OPTION(ISSUER) | OPTION(NEXT), 0, 0, cmd_certificate_register},
    {"certificate page", "-o FILE", "a web page that verifies in a browser, offline, with --keys and --register in it",
     "trang web tự kiểm tra giấy chứng nhận, không cần mạng, mang theo --keys và --register",
     "khung certificate page -o out/check.html --keys public.keys", OPTION(STORE) | OPTION(OUTPUT) | OPTION(KEYS) | OPTION(REGISTER), 0, 0,
     cmd_certificate_page},
    {"portfolio", "-o FILE", "many organisations' reviewed results as counts, small groups hidden: .pdf, .html, .txt, or .yaml for its figures",
     "kết quả đã thẩm định của nhiều tổ chức dưới dạng số liệu, ẩn nhóm nhỏ: .pdf, .html, .txt, hoặc .yaml là số liệu",
     "khung portfolio --by province --at 2026-12-31 -o out/portfolio.pdf",
     OPTION(STORE) | OPTION(FRAMEWORKS) | OPTION(OUTPUT) | OPTION(FRAMEWORK) | OPTION(BY) | OPTION(NETWORK) | OPTION(AT) | OPTION(INTERNAL) |
         OPTION(TEMPLATE) | OPTION(ARCHIVE) | OPTION(ISSUER),
     0, 0, cmd_portfolio},
    {"province list", "", "the provinces of Viet Nam: of today, or of the day --at", "các tỉnh, thành phố: hiện nay, hoặc vào ngày --at",
     "khung province list --at 2025-06-30", OPTION(AT) | OPTION(JSON), 0, 0, cmd_province_list},
    {"province find", "WORDS", "provinces by name or code, before and after July 2025", "tìm tỉnh, thành phố theo tên hoặc mã, trước và sau tháng 7/2025",
     "khung province find bac giang", OPTION(AT) | OPTION(JSON), 1, -1, cmd_province_find},
    {"law list", "", "the acts that organisations are ruled by: all, or in force on the day --at",
     "văn bản pháp luật về tổ chức: tất cả, hoặc còn hiệu lực vào ngày --at",
     "khung law list --at 2026-06-30", OPTION(AT) | OPTION(JSON), 0, 0, cmd_law_list},
    {"law show", "NUMBER", "one act, what replaced it, and how sure that is", "một văn bản, văn bản thay thế nó, và mức độ kiểm chứng",
     "khung law show 45/2010/NĐ-CP", OPTION(JSON), 1, 1, cmd_law_show},
    {"log", "[ID]", "who did what when, newest last", "ai làm gì lúc nào, mới nhất ở cuối", "khung log hoi-song-xanh-2026", OPTION(STORE) | OPTION(JSON), 0, 1,
     cmd_log},
    {"log verify", "", "whether the log of changes is whole: every event, every link", "sổ ghi có nguyên vẹn không: từng sự kiện, từng mối nối",
     "khung log verify", OPTION(STORE) | OPTION(JSON), 0, 0, cmd_log_verify},
    {"doctor", "", "check the whole store: file, log, results, derived data", "khám toàn bộ kho: tệp, sổ ghi, kết quả, dữ liệu dẫn xuất", "khung doctor",
     OPTION(STORE) | OPTION(JSON) | OPTION(MEND), 0, 0, cmd_doctor},
    {"backup", "FILE", "copy the store into a file while others go on", "sao lưu kho vào một tệp trong khi người khác vẫn làm việc",
     "khung backup out/khung-backup.db --as an", OPTION(STORE) | OPTION(AS) | OPTION(WITH_FILES), 1, 1, cmd_backup},
    {"restore", "FILE", "put a backup into the store's place; what is there is moved aside",
     "khôi phục kho từ bản sao lưu; dữ liệu hiện có được chuyển sang tên khác",
     "khung restore out/khung-backup.db --as an", OPTION(STORE) | OPTION(AS) | OPTION(YES), 1, 1, cmd_restore},
    {"verify", "FILE|CODE", "is this certificate genuine, by whom, in force on a day?", "giấy chứng nhận này có thật không, ai cấp, còn hiệu lực không?",
     "khung verify ngo-ic.2026.5.zjzq4d7fqwxrqgq2ga --keys public.keys",
     OPTION(KEYS) | OPTION(REGISTER) | OPTION(MOMENT) | OPTION(JSON), 1, 1, cmd_verify},
    {"key new", "[--id ID --name NAME --abbreviation TEXT --url ADDRESS]", "make the first key of the store's issuer, or of the one named here",
     "tạo khóa đầu tiên cho đơn vị cấp đã khai trong kho, hoặc nêu ở đây",
     "khung key new --id ngo-ic --name \"Trung tâm NGO-IC\" --abbreviation NGOIC --url https://ngoic.example/v --recovery safe.keys --keys new.keys",
     OPTION(STORE) | OPTION(KEYS) | OPTION(ID) | OPTION(NAME) | OPTION(ABBREVIATION) | OPTION(URL) | OPTION(RECOVERY) | OPTION(DATED) | OPTION(JSON) |
         OPTION(PASSPHRASE_FILE) | OPTION(RECOVERY_PASSPHRASE_FILE) | OPTION(MEMORY),
     0, 0, cmd_key_new},
    {"key list", "", "the issuer's keys, and what each is worth today", "các khóa của đơn vị cấp và tình trạng hôm nay", "khung key list",
     OPTION(STORE) | OPTION(KEYS) | OPTION(DATED) | OPTION(JSON), 0, 0, cmd_key_list},
    {"key rotate", "", "a new key; the old one signs for a while yet", "thay khóa mới; khóa cũ còn ký được một thời gian",
     "khung key rotate --overlap 30", OPTION(STORE) | OPTION(KEYS) | OPTION(OVERLAP) | OPTION(RECOVERY) | OPTION(DATED) | OPTION(JSON) |
         OPTION(PASSPHRASE_FILE) | OPTION(RECOVERY_PASSPHRASE_FILE) | OPTION(MEMORY),
     0, 0, cmd_key_rotate},
    {"key revoke", "ID --reason TEXT", "a key that leaked counts no more", "hủy một khóa đã bị lộ",
     "khung key revoke e57a --reason \"USB was stolen\" --recovery recovery.keys",
     OPTION(STORE) | OPTION(KEYS) | OPTION(REASON) | OPTION(RECOVERY) | OPTION(DATED) | OPTION(JSON) | OPTION(PASSPHRASE_FILE) |
         OPTION(RECOVERY_PASSPHRASE_FILE) | OPTION(MEMORY),
     1, 1, cmd_key_revoke},
    {"key recover", "FILE --recovery FILE", "a lost key file made anew from the public list", "lập lại tệp khóa bị mất từ danh sách khóa công khai",
     "khung key recover public.keys --recovery recovery.keys --keys again.keys",
     OPTION(STORE) | OPTION(KEYS) | OPTION(RECOVERY) | OPTION(DATED) | OPTION(JSON) | OPTION(PASSPHRASE_FILE) | OPTION(RECOVERY_PASSPHRASE_FILE) |
         OPTION(MEMORY),
     1, 1, cmd_key_recover},
    {"key export", "-o FILE", "the public list of keys, for those who verify", "danh sách khóa công khai cho người kiểm tra",
     "khung key export -o ngo-ic.keys", OPTION(STORE) | OPTION(KEYS) | OPTION(OUTPUT), 0, 0, cmd_key_export},
    {"send", "ID -o FILE", "an assessment or organisation as one file for another store",
     "gói một đợt đánh giá hoặc tổ chức thành một tệp gửi kho khác", "khung send hoi-song-xanh-2026 -o out/hsx.khung --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(OUTPUT) | OPTION(WITH_NAMES) | OPTION(WITH_FILES) | OPTION(WITH_RESPONDENTS) |
         OPTION(RECIPIENT) | OPTION(SIGN) | OPTION(KEYS) | OPTION(PASSPHRASE_FILE), 1, 1, cmd_send},
    {"receive", "FILE", "take such a file in: shows first what would change", "nhận tệp như vậy: cho xem trước sẽ thay đổi gì",
     "khung receive out/hsx.khung --dry-run", OPTION(STORE) | OPTION(AS) | OPTION(JSON) | OPTION(DRY_RUN) | OPTION(YES) |
         OPTION(KEYS), 1, 1, cmd_receive},
    {"conflict list", "[ID]", "what two stores changed differently", "những chỗ hai kho sửa khác nhau", "khung conflict list",
     OPTION(STORE) | OPTION(JSON), 0, 1, cmd_conflict_list},
    {"conflict settle", "KEY|ID ours|theirs", "decide which version stays", "quyết định giữ bản nào",
     "khung conflict settle hoi-song-xanh-2026 ours --as an",
     OPTION(STORE) | OPTION(AS), 2, 2, cmd_conflict_settle},
    {"completion", "bash|zsh|fish", "completion for a shell", "gợi ý lệnh cho trình vỏ", "khung completion bash", 0, 1, 1, cmd_completion},
};
const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;

/* LC_ALL, LC_MESSAGES, LANG: the first that is set decides; anything but English is Vietnamese. */
static const char *language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "en", 2) == 0 ? "en" : "vi";
    }
    return "vi";
}

/* Without a UTF-8 locale named anywhere the terminal is taken for UTF-8 all the same: Vietnamese needs it. */
static bool speaks_utf8(void)
{
    const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
    for (size_t i = 0; i < 3; i++)
        if (names[i] && *names[i])
            return strcasestr(names[i], "utf-8") || strcasestr(names[i], "utf8");
    return true;
}

static void look_around(cli *c)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool allowed = !(no_colour && *no_colour) && !(terminal && strcmp(terminal, "dumb") == 0);
    c->language = language_of_environment();
    c->utf8 = speaks_utf8();
    c->colour = allowed && isatty(STDOUT_FILENO);
    c->colour_messages = allowed && isatty(STDERR_FILENO);
}

void cli_print_log(const cli *c)
{
    char *text = NULL;
    if (khung_log_count(c->log) > 0 && khung_log_text(&text, c->log, c->colour_messages) == KHUNG_OK)
        fputs(text, stderr);
    khung_text_free(text);
}

static int run(cli *c)
{
    if (c->value[OPT_HELP]) {
        cli_help(c, stdout);
        return EXIT_DONE;
    }
    khung_status status = khung_log_new(&c->log, c->language);
    if (status != KHUNG_OK) {
        cli_say(c, stderr, SAY_DEFECT, NULL);
        return cli_exit(status);
    }
    int code = c->command->run(c);
    cli_print_log(c);
    if (code == EXIT_DEFECT && khung_log_count_of(c->log, KHUNG_ERROR) == 0)
        cli_say(c, stderr, SAY_DEFECT, NULL);
    khung_log_free(c->log);
    return code;
}

/* khung help COMMAND, the same as khung COMMAND --help. */
static int help_of(cli *c, int argc, char **argv)
{
    c->value[OPT_HELP] = "";
    int code = cli_parse(c, argc - 1, argv + 1);
    return code == EXIT_DONE ? run(c) : code;
}

/* khung --help [--lang L] */
static int help_of_all(cli *c, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        const char *asked = strncmp(argv[i], "--lang=", 7) == 0 ? argv[i] + 7 : NULL;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            asked = argv[++i];
        if (asked)
            c->language = strcmp(asked, "en") == 0 ? "en" : "vi";
    }
    cli_help(c, stdout);
    return EXIT_DONE;
}

static bool is_one_of(const char *word, const char *a, const char *b, const char *d)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, d) == 0;
}

/* "khung --lang en COMMAND": how many words that took; -1 after saying that it is no language. */
static int language_first(cli *c, int argc, char **argv)
{
    bool apart = argc > 2 && strcmp(argv[1], "--lang") == 0, joined = argc > 1 && strncmp(argv[1], "--lang=", 7) == 0;
    if (!apart && !joined)
        return 0;
    const char *asked = apart ? argv[2] : argv[1] + 7;
    if (strcmp(asked, "vi") != 0 && strcmp(asked, "en") != 0) {
        cli_say(c, stderr, SAY_BAD_LANG, asked, NULL);
        return -1;
    }
    c->language = c->value[OPT_LANG] = asked;
    return apart ? 2 : 1;
}

static int act(cli *c, int argc, char **argv)
{
    int skip = language_first(c, argc, argv);
    if (skip < 0)
        return EXIT_USAGE_ERROR;
    argc -= skip;
    argv += skip;
    if (argc < 2) {
        cli_help(c, stderr);
        return EXIT_USAGE_ERROR;
    }
    if (is_one_of(argv[1], "--version", "-V", "version")) {
        printf("khung %s\n", khung_version());
        return EXIT_DONE;
    }
    if (is_one_of(argv[1], "help", "--help", "-h"))
        return argc > 2 && argv[2][0] != '-' ? help_of(c, argc, argv) : help_of_all(c, argc, argv);
    int code = cli_parse(c, argc, argv);
    return code == EXIT_DONE ? run(c) : code;
}

/* The reader of a pipe that went away has had enough: nothing to complain of. */
static bool reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int main(int argc, char **argv)
{
    static char room[1 << 16]; /* what the program says of itself fits, so that a failure shows at the end, with its reason */
    cli c = {0};
    if (!isatty(STDOUT_FILENO))
        setvbuf(stdout, room, _IOFBF, sizeof room);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing like any other */
    look_around(&c);
    int code = act(&c, argc, argv);
    free(c.fields);
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && code <= EXIT_NO) {
        int why = c.output_errno ? c.output_errno : errno ? errno : EIO;
        if (why != EPIPE && !reader_is_gone())
            cli_say(&c, stderr, SAY_CANNOT_WRITE, "-", cli_why(&c, why), NULL);
        code = EXIT_IO;
    }
    return code;
}
