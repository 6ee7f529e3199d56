-- An archive of schema 2, as the program made it then. It is never written anew: every later
-- version must upgrade it.
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'tinhuy','m001_first_tables','2026-03-02 01:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'tinhuy','m002_feeds','2026-03-02 01:00:00+00:00');
CREATE TABLE "articles" (
  "id" INTEGER PRIMARY KEY,
  "site_key" TEXT NOT NULL REFERENCES sites (key),
  "url" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "lead" TEXT,
  "body" TEXT NOT NULL,
  "author" TEXT,
  "source" TEXT,
  "outlet_tag" TEXT,
  "section" TEXT,
  "published_at" TEXT,
  "published_on" TEXT,
  "published_precision" TEXT,
  "published_raw" TEXT,
  "modified_at" TEXT,
  "content_hash" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK (state IN ('live', 'gone', 'withheld')),
  "revision_count" INTEGER NOT NULL,
  "first_seen_at" TEXT NOT NULL,
  "last_seen_at" TEXT NOT NULL,
  "last_changed_at" TEXT NOT NULL
);
INSERT INTO "articles" VALUES(1,'tan_giang_dang_uy','https://danguy.tangiang.example/tin-tuc/bai-1.html','text','Tiêu đề đã sửa, có dấu ''"',NULL,'Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh. Kỳ họp thứ 1.','Lê Văn Bền',NULL,NULL,'Tin tức',NULL,'2026-03-02','day','Ngày 2/3/2026	day-month-year',NULL,'4a54fe72114adfbc975722bc188fc5441af663657f15e3c0ef154eeb95955bd2','live',2,'2026-03-02T01:00:00Z','2026-03-03T01:00:00Z','2026-03-03T01:00:00Z');
INSERT INTO "articles" VALUES(2,'tan_giang_dang_uy','https://danguy.tangiang.example/tin-tuc/bai-2.html','text','Hội nghị sơ kết công tác xây dựng Đảng lần thứ 2',NULL,'Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh.','Lê Văn Bền',NULL,NULL,'Tin tức',NULL,'2026-03-02','day','Ngày 2/3/2026	day-month-year',NULL,'a1bfffc96fd71190edfcbed69a7e81a99f5ee151fd5cde62e9bae12924c0f828','live',1,'2026-03-04T01:00:00Z','2026-03-04T01:00:00Z','2026-03-04T01:00:00Z');
CREATE TABLE "captures" (
  "id" INTEGER PRIMARY KEY,
  "request_key" TEXT NOT NULL,
  "method" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "fetched_at" TEXT NOT NULL,
  "status" INTEGER NOT NULL,
  "etag" TEXT,
  "last_modified" TEXT,
  "media_type" TEXT,
  "charset" TEXT,
  "tls" TEXT,
  "payload_sha256" TEXT NOT NULL,
  "body_sha256" TEXT NOT NULL,
  "warc_file" TEXT NOT NULL,
  "warc_offset" INTEGER NOT NULL,
  "record_id" TEXT NOT NULL UNIQUE,
  "record_type" TEXT NOT NULL,
  "run_id" INTEGER REFERENCES runs (id),
  "via" TEXT NOT NULL,
  "original_at" TEXT
);
INSERT INTO "captures" VALUES(1,'khoa-0','GET','https://danguy.tangiang.example/tin-tuc/bai-0.html','2026-03-02T01:00:00Z',200,'"a1"',NULL,'text/html','utf-8 (valid)',NULL,'b34d421275b4fc691283c2ab8d696042a4aca5319e24d1834c4b49f5639c1aa1','b34d421275b4fc691283c2ab8d696042a4aca5319e24d1834c4b49f5639c1aa1','tan_giang_dang_uy-20260302T010000-1.warc.gz',450,'<urn:uuid:00000000-0000-4000-8000-000000000001>','response',1,'live',NULL);
INSERT INTO "captures" VALUES(2,'khoa-1','GET','https://danguy.tangiang.example/tin-tuc/bai-1.html','2026-03-02T01:00:00Z',200,'"a1"',NULL,'text/html','utf-8 (valid)',NULL,'4ec8633f9e16e7532efa4515731506b9a87d59e7ccb0a5bdc1f33ca7b0bdab68','4ec8633f9e16e7532efa4515731506b9a87d59e7ccb0a5bdc1f33ca7b0bdab68','tan_giang_dang_uy-20260302T010000-1.warc.gz',1340,'<urn:uuid:00000000-0000-4000-8000-000000000002>','response',1,'live',NULL);
INSERT INTO "captures" VALUES(3,'khoa-2','GET','https://danguy.tangiang.example/tin-tuc/bai-2.html','2026-03-02T01:00:00Z',200,'"a1"',NULL,'text/html','utf-8 (valid)',NULL,'20890cf79162665ed020ac59a1bf6cebbdcac811b7ba9ea0e3781f6fa3f72aaf','20890cf79162665ed020ac59a1bf6cebbdcac811b7ba9ea0e3781f6fa3f72aaf','tan_giang_dang_uy-20260302T010000-1.warc.gz',2230,'<urn:uuid:00000000-0000-4000-8000-000000000003>','response',1,'live',NULL);
CREATE TABLE "columns" (
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "meaning" TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
);
INSERT INTO "columns" VALUES('provinces','id','number of the row');
INSERT INTO "columns" VALUES('provinces','code','its number in the code system');
INSERT INTO "columns" VALUES('provinces','code_system','which list of codes');
INSERT INTO "columns" VALUES('provinces','name','its name');
INSERT INTO "columns" VALUES('provinces','valid_from','first day, NULL if before our time');
INSERT INTO "columns" VALUES('provinces','valid_to','last day, NULL if it still is');
INSERT INTO "columns" VALUES('provinces','successor','code of the province that took its place');
INSERT INTO "columns" VALUES('publishers','key','its identifier in this archive');
INSERT INTO "columns" VALUES('publishers','name','its name');
INSERT INTO "columns" VALUES('publishers','organ','what it is: committee, board or newspaper');
INSERT INTO "columns" VALUES('publishers','province','name of its province');
INSERT INTO "columns" VALUES('publishers','valid_from','first day, NULL if not known');
INSERT INTO "columns" VALUES('publishers','valid_to','last day, NULL if it still is or is not known');
INSERT INTO "columns" VALUES('publishers','successor','name of what took its place');
INSERT INTO "columns" VALUES('sites','key','its name on the command line');
INSERT INTO "columns" VALUES('sites','publisher','whose site it is');
INSERT INTO "columns" VALUES('sites','status','active, moved, gone or unverified');
INSERT INTO "columns" VALUES('sites','eras','JSON list: family, since, until, evidence');
INSERT INTO "columns" VALUES('site_hosts','site_key','the site');
INSERT INTO "columns" VALUES('site_hosts','host','host, with its port where it is not the usual one');
INSERT INTO "columns" VALUES('site_hosts','valid_from','first day, NULL if not known');
INSERT INTO "columns" VALUES('site_hosts','valid_to','last day, NULL if it still is or is not known');
INSERT INTO "columns" VALUES('site_hosts','role','pages or media');
INSERT INTO "columns" VALUES('runs','id','number of the row');
INSERT INTO "columns" VALUES('runs','site_key','the site');
INSERT INTO "columns" VALUES('runs','command','crawl or ingest, with its options');
INSERT INTO "columns" VALUES('runs','started_at','begin, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('runs','finished_at','end, UTC, as in 2026-11-22T08:30:00Z; NULL if it was killed or still runs');
INSERT INTO "columns" VALUES('runs','reason','why it ended');
INSERT INTO "columns" VALUES('runs','exit_code','the exit code for this site');
INSERT INTO "columns" VALUES('runs','saved','articles new or changed');
INSERT INTO "columns" VALUES('runs','unchanged','articles seen and the same');
INSERT INTO "columns" VALUES('runs','skipped','requests not made, or not an article');
INSERT INTO "columns" VALUES('runs','failed','requests that failed');
INSERT INTO "columns" VALUES('runs','listings','listing pages read');
INSERT INTO "columns" VALUES('runs','links','article links seen in listings');
INSERT INTO "columns" VALUES('runs','versions','JSON: versions of the program and its libraries');
INSERT INTO "columns" VALUES('captures','id','number of the row');
INSERT INTO "columns" VALUES('captures','request_key','fingerprint of the request');
INSERT INTO "columns" VALUES('captures','method','GET or POST');
INSERT INTO "columns" VALUES('captures','url','the address asked');
INSERT INTO "columns" VALUES('captures','fetched_at','when the answer came, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('captures','status','HTTP status');
INSERT INTO "columns" VALUES('captures','etag','the ETag header');
INSERT INTO "columns" VALUES('captures','last_modified','the Last-Modified header, as sent');
INSERT INTO "columns" VALUES('captures','media_type','the media type, without parameters');
INSERT INTO "columns" VALUES('captures','charset','charset of the text and, in brackets, why; README.md says what each reason means: bom, valid, nearly, nuls, twice, font-tcvn3, font-vni, declared, evidence, fallback, unsure');
INSERT INTO "columns" VALUES('captures','tls','what checking the certificate gave; NULL without TLS');
INSERT INTO "columns" VALUES('captures','payload_sha256','SHA-256 of the body as sent');
INSERT INTO "columns" VALUES('captures','body_sha256','SHA-256 of the body, content coding undone');
INSERT INTO "columns" VALUES('captures','warc_file','WARC file, relative to warc/');
INSERT INTO "columns" VALUES('captures','warc_offset','where its record begins, in bytes');
INSERT INTO "columns" VALUES('captures','record_id','WARC-Record-ID of the record');
INSERT INTO "columns" VALUES('captures','record_type','response, resource (a saved file, HTTP not known) or revisit (body in another)');
INSERT INTO "columns" VALUES('captures','run_id','the run; NULL if recovered');
INSERT INTO "columns" VALUES('captures','via','live, ingest or web archive');
INSERT INTO "columns" VALUES('captures','original_at','when an ingested page was first fetched, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('articles','id','number of the row');
INSERT INTO "columns" VALUES('articles','site_key','the site that showed it');
INSERT INTO "columns" VALUES('articles','url','the address chosen among its addresses');
INSERT INTO "columns" VALUES('articles','kind','text, document, photo or video: its best part');
INSERT INTO "columns" VALUES('articles','title','title as printed, white space folded, NFC');
INSERT INTO "columns" VALUES('articles','lead','summary that the page sets apart, without the outlet tag');
INSERT INTO "columns" VALUES('articles','body','running text, one line a block, without captions');
INSERT INTO "columns" VALUES('articles','author','byline''s name or names, without labels');
INSERT INTO "columns" VALUES('articles','source','where the page says it took the text from');
INSERT INTO "columns" VALUES('articles','outlet_tag','agency tag before the lead, such as BDK.VN');
INSERT INTO "columns" VALUES('articles','section','section that the page itself states');
INSERT INTO "columns" VALUES('articles','published_at','moment as printed, with +07:00; NULL if only a day');
INSERT INTO "columns" VALUES('articles','published_on','day of publication in Hanoi, YYYY-MM-DD');
INSERT INTO "columns" VALUES('articles','published_precision','second, minute or day');
INSERT INTO "columns" VALUES('articles','published_raw','the printed date and, after a tab, the rule that read it');
INSERT INTO "columns" VALUES('articles','modified_at','moment of the last change that the page states, +07:00');
INSERT INTO "columns" VALUES('articles','content_hash','SHA-256 over title, texts and attachments');
INSERT INTO "columns" VALUES('articles','state','live, gone (no longer served) or withheld (by a decision of ours)');
INSERT INTO "columns" VALUES('articles','revision_count','how many revisions it has');
INSERT INTO "columns" VALUES('articles','first_seen_at','first capture that showed it, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('articles','last_seen_at','last capture that showed it, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('articles','last_changed_at','when its newest revision began, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('revisions','id','number of the row');
INSERT INTO "columns" VALUES('revisions','article_id','the article');
INSERT INTO "columns" VALUES('revisions','number','1 for the first');
INSERT INTO "columns" VALUES('revisions','capture_id','the evidence');
INSERT INTO "columns" VALUES('revisions','url','the address that answered');
INSERT INTO "columns" VALUES('revisions','seen_at','when it was first seen so, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('revisions','kind','text, document, photo or video: its best part');
INSERT INTO "columns" VALUES('revisions','title','title as printed, white space folded, NFC');
INSERT INTO "columns" VALUES('revisions','lead','summary that the page sets apart, without the outlet tag');
INSERT INTO "columns" VALUES('revisions','body','running text, one line a block, without captions');
INSERT INTO "columns" VALUES('revisions','author','byline''s name or names, without labels');
INSERT INTO "columns" VALUES('revisions','source','where the page says it took the text from');
INSERT INTO "columns" VALUES('revisions','outlet_tag','agency tag before the lead, such as BDK.VN');
INSERT INTO "columns" VALUES('revisions','section','section that the page itself states');
INSERT INTO "columns" VALUES('revisions','published_at','moment as printed, with +07:00; NULL if only a day');
INSERT INTO "columns" VALUES('revisions','published_on','day of publication in Hanoi, YYYY-MM-DD');
INSERT INTO "columns" VALUES('revisions','published_precision','second, minute or day');
INSERT INTO "columns" VALUES('revisions','published_raw','the printed date and, after a tab, the rule that read it');
INSERT INTO "columns" VALUES('revisions','modified_at','moment of the last change that the page states, +07:00');
INSERT INTO "columns" VALUES('revisions','content_hash','SHA-256 over title, texts and attachments');
INSERT INTO "columns" VALUES('revisions','blocks','JSON list of {kind, text, url, linked}, lead first');
INSERT INTO "columns" VALUES('revisions','reader_version','the reader that read the capture');
INSERT INTO "columns" VALUES('revisions','removed','JSON: boilerplate blocks removed, by rule');
INSERT INTO "columns" VALUES('urls','url','the address, in its one spelling');
INSERT INTO "columns" VALUES('urls','article_id','the article');
INSERT INTO "columns" VALUES('urls','state','live, gone, or moved (redirects to another address of the article)');
INSERT INTO "columns" VALUES('urls','first_seen_at','first answer, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('urls','last_seen_at','last answer with the article, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('urls','missing_since','first of the failing looks, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('urls','content_hash','what it said at the last look');
INSERT INTO "columns" VALUES('url_sections','site_key','the site');
INSERT INTO "columns" VALUES('url_sections','section','address of the section, as in sections.url');
INSERT INTO "columns" VALUES('url_sections','url','the address as listed, in its one spelling');
INSERT INTO "columns" VALUES('url_sections','listed_title','the title beside it');
INSERT INTO "columns" VALUES('url_sections','first_seen_at','when the listing first named it, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('events','id','number of the row');
INSERT INTO "columns" VALUES('events','article_id','the article');
INSERT INTO "columns" VALUES('events','url','the address it happened at');
INSERT INTO "columns" VALUES('events','kind','edited, gone, back, moved, split, merged, withheld or reread');
INSERT INTO "columns" VALUES('events','at','when we saw it, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('events','capture_id','the capture that showed it');
INSERT INTO "columns" VALUES('media','id','number of the row');
INSERT INTO "columns" VALUES('media','article_id','the article');
INSERT INTO "columns" VALUES('media','position','its place in the newest revision, from 0');
INSERT INTO "columns" VALUES('media','kind','picture, attachment or video');
INSERT INTO "columns" VALUES('media','url','its address');
INSERT INTO "columns" VALUES('media','caption','the caption beneath it');
INSERT INTO "columns" VALUES('media','sha256','name of the stored file, NULL while it is not fetched');
INSERT INTO "columns" VALUES('media','bytes','size of the stored file');
INSERT INTO "columns" VALUES('media','capture_id','the capture that brought it');
INSERT INTO "columns" VALUES('media','state','named (not fetched), stored or failed');
INSERT INTO "columns" VALUES('sketches','article_id','the article');
INSERT INTO "columns" VALUES('sketches','band','number of the band');
INSERT INTO "columns" VALUES('sketches','value','hash of the band');
INSERT INTO "columns" VALUES('reposts','article_id','the later one');
INSERT INTO "columns" VALUES('reposts','of','the earlier one');
INSERT INTO "columns" VALUES('reposts','similarity','share of the text in common, 0 to 1');
INSERT INTO "columns" VALUES('reposts','kind','same or near');
INSERT INTO "columns" VALUES('frontier','key','fingerprint of method, canonical address and body');
INSERT INTO "columns" VALUES('frontier','method','GET or POST');
INSERT INTO "columns" VALUES('frontier','url','the address');
INSERT INTO "columns" VALUES('frontier','body','form-encoded body, empty for GET');
INSERT INTO "columns" VALUES('frontier','referer','Referer to send, if the platform asks for one');
INSERT INTO "columns" VALUES('frontier','context','JSON that the family reads the answer with');
INSERT INTO "columns" VALUES('frontier','kind','head (first page of a section), listing, feed (or sitemap), article');
INSERT INTO "columns" VALUES('frontier','walk','sweep, catch-up or resume, for listing pages; NULL for articles');
INSERT INTO "columns" VALUES('frontier','site_key','the site');
INSERT INTO "columns" VALUES('frontier','section','address of the section, or feed, it belongs to');
INSERT INTO "columns" VALUES('frontier','parent','key of the listing page or feed that gave it');
INSERT INTO "columns" VALUES('frontier','anchor','last article named above it, where a broken walk goes on');
INSERT INTO "columns" VALUES('frontier','listed_title','title beside the link');
INSERT INTO "columns" VALUES('frontier','state','pending, done, or failed (given up after several tries)');
INSERT INTO "columns" VALUES('frontier','attempts','failed tries since the last success');
INSERT INTO "columns" VALUES('frontier','due_at','not before, UTC, as in 2026-11-22T08:30:00Z; NULL if it is not due again');
INSERT INTO "columns" VALUES('frontier','last_error','reason of the last failure');
INSERT INTO "columns" VALUES('frontier','found_at','when it was first found, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('sections','site_key','the site');
INSERT INTO "columns" VALUES('sections','url','address of its first page');
INSERT INTO "columns" VALUES('sections','name','its name as declared');
INSERT INTO "columns" VALUES('sections','walked_to','how far down it was once walked without a break: end, a day, or NULL');
INSERT INTO "columns" VALUES('sections','newest','address of the article that stood first at the last look');
INSERT INTO "columns" VALUES('sections','etag','ETag of its first page at the last look');
INSERT INTO "columns" VALUES('hosts','host','host:port');
INSERT INTO "columns" VALUES('hosts','next_allowed_at','no request before, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('hosts','retry_after','the last Retry-After header, as sent');
INSERT INTO "columns" VALUES('hosts','crawl_delay','seconds that its robots.txt asks for');
INSERT INTO "columns" VALUES('hosts','robots','its robots.txt');
INSERT INTO "columns" VALUES('hosts','robots_read_at','when that was read, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('fetches','id','number of the row');
INSERT INTO "columns" VALUES('fetches','run_id','the run');
INSERT INTO "columns" VALUES('fetches','request_key','fingerprint of the request');
INSERT INTO "columns" VALUES('fetches','url','its address');
INSERT INTO "columns" VALUES('fetches','kind','head, listing, feed, article, robots, probe, witness or file');
INSERT INTO "columns" VALUES('fetches','outcome','saved, unchanged, skipped or failed');
INSERT INTO "columns" VALUES('fetches','reason','a short code: why');
INSERT INTO "columns" VALUES('fetches','detail','the reason in words, where there is more to say');
INSERT INTO "columns" VALUES('fetches','capture_id','the answer, if one came');
INSERT INTO "columns" VALUES('fetches','at','when it ended, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('fetches','next_at','when it is tried again, UTC, as in 2026-11-22T08:30:00Z');
INSERT INTO "columns" VALUES('columns','table_name','the table');
INSERT INTO "columns" VALUES('columns','column_name','the column');
INSERT INTO "columns" VALUES('columns','meaning','what a value means');
INSERT INTO "columns" VALUES('meta','key','schema_version, fold_version or created_at');
INSERT INTO "columns" VALUES('meta','value','its value');
CREATE TABLE "events" (
  "id" INTEGER PRIMARY KEY,
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "url" TEXT,
  "kind" TEXT NOT NULL CHECK (kind IN ('edited', 'gone', 'back', 'moved', 'split', 'merged', 'withheld', 'reread')),
  "at" TEXT NOT NULL,
  "capture_id" INTEGER REFERENCES captures (id)
);
INSERT INTO "events" VALUES(1,1,'https://danguy.tangiang.example/tin-tuc/bai-1.html','edited','2026-03-03T01:00:00Z',2);
CREATE TABLE "fetches" (
  "id" INTEGER PRIMARY KEY,
  "run_id" INTEGER NOT NULL REFERENCES runs (id),
  "request_key" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "outcome" TEXT NOT NULL CHECK (outcome IN ('saved', 'unchanged', 'skipped', 'failed')),
  "reason" TEXT NOT NULL,
  "detail" TEXT,
  "capture_id" INTEGER REFERENCES captures (id),
  "at" TEXT NOT NULL,
  "next_at" TEXT
);
INSERT INTO "fetches" VALUES(1,1,'khoa-0','https://danguy.tangiang.example/tin-tuc/bai-1.html','article','saved','new',NULL,1,'2026-03-02T01:00:00Z',NULL);
INSERT INTO "fetches" VALUES(2,1,'khoa-1','https://danguy.tangiang.example/tin-tuc/bai-1.html','article','saved','new',NULL,2,'2026-03-03T01:00:00Z',NULL);
INSERT INTO "fetches" VALUES(3,1,'khoa-2','https://danguy.tangiang.example/tin-tuc/bai-2.html','article','saved','new',NULL,3,'2026-03-04T01:00:00Z',NULL);
CREATE TABLE "frontier" (
  "key" TEXT PRIMARY KEY,
  "method" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "body" BLOB NOT NULL,
  "referer" TEXT,
  "context" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK (kind IN ('head', 'listing', 'feed', 'article')),
  "walk" TEXT,
  "site_key" TEXT NOT NULL REFERENCES sites (key),
  "section" TEXT NOT NULL,
  "parent" TEXT,
  "anchor" TEXT,
  "listed_title" TEXT,
  "state" TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  "attempts" INTEGER NOT NULL,
  "due_at" TEXT,
  "last_error" TEXT,
  "found_at" TEXT NOT NULL
);
INSERT INTO "frontier" VALUES('khoa-9','POST','https://danguy.tangiang.example/tin-tuc',X'7472616E673D32',NULL,'{"page": 2}','listing','sweep','tan_giang_dang_uy','https://danguy.tangiang.example/tin-tuc',NULL,NULL,NULL,'pending',1,'2026-03-03T01:00:00Z',NULL,'2026-03-02T01:00:00Z');
CREATE TABLE "hosts" (
  "host" TEXT PRIMARY KEY,
  "next_allowed_at" TEXT,
  "retry_after" TEXT,
  "crawl_delay" REAL,
  "robots" TEXT,
  "robots_read_at" TEXT
);
INSERT INTO "hosts" VALUES('danguy.tangiang.example:443','2026-03-02T01:00:05Z',NULL,5.0,'User-agent: *','2026-03-02T01:00:00Z');
CREATE TABLE "media" (
  "id" INTEGER PRIMARY KEY,
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "position" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "caption" TEXT,
  "sha256" TEXT,
  "bytes" INTEGER,
  "capture_id" INTEGER REFERENCES captures (id),
  "state" TEXT NOT NULL,
  UNIQUE (article_id, position)
);
INSERT INTO "media" VALUES(1,2,0,'picture','https://danguy.tangiang.example/anh.jpg','Ảnh: Lê Văn Bền',NULL,NULL,NULL,'named');
CREATE TABLE "meta" (
  "key" TEXT PRIMARY KEY,
  "value" TEXT NOT NULL
);
INSERT INTO "meta" VALUES('schema_version','2');
INSERT INTO "meta" VALUES('created_at','2026-03-02T01:00:00Z');
CREATE TABLE "provinces" (
  "id" INTEGER PRIMARY KEY,
  "code" TEXT NOT NULL,
  "code_system" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "successor" TEXT,
  UNIQUE (code_system, code, name)
);
INSERT INTO "provinces" VALUES(1,'01','invented','Tân Giang',NULL,NULL,'02');
CREATE TABLE "publishers" (
  "key" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "organ" TEXT NOT NULL,
  "province" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "successor" TEXT
);
INSERT INTO "publishers" VALUES('tan_giang_dang_uy_cac_co_quan','Đảng ủy các cơ quan tỉnh Tân Giang','committee','Tân Giang',NULL,NULL,NULL);
CREATE TABLE "reposts" (
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "of" INTEGER NOT NULL REFERENCES articles (id),
  "similarity" REAL NOT NULL,
  "kind" TEXT NOT NULL,
  PRIMARY KEY (article_id, of)
);
INSERT INTO "reposts" VALUES(2,1,0.5,'near');
CREATE TABLE "revisions" (
  "id" INTEGER PRIMARY KEY,
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "number" INTEGER NOT NULL,
  "capture_id" INTEGER NOT NULL REFERENCES captures (id),
  "url" TEXT NOT NULL,
  "seen_at" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "lead" TEXT,
  "body" TEXT NOT NULL,
  "author" TEXT,
  "source" TEXT,
  "outlet_tag" TEXT,
  "section" TEXT,
  "published_at" TEXT,
  "published_on" TEXT,
  "published_precision" TEXT,
  "published_raw" TEXT,
  "modified_at" TEXT,
  "content_hash" TEXT NOT NULL,
  "blocks" TEXT NOT NULL,
  "reader_version" TEXT NOT NULL,
  "removed" TEXT NOT NULL,
  UNIQUE (article_id, number)
);
INSERT INTO "revisions" VALUES(1,1,1,1,'https://danguy.tangiang.example/tin-tuc/bai-1.html','2026-03-02T01:00:00Z','text','Hội nghị sơ kết công tác xây dựng Đảng lần thứ 1',NULL,'Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh. Kỳ họp thứ 1.','Lê Văn Bền',NULL,NULL,'Tin tức',NULL,'2026-03-02','day','Ngày 2/3/2026	day-month-year',NULL,'f10215f79d42f27a3a66b7362598ee02108dd26f82c2ac6cfa5d6ee5f23e86a2','[{"kind": "paragraph", "text": "Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh. Kỳ họp thứ 1.", "url": null, "linked": false}]','1','{}');
INSERT INTO "revisions" VALUES(2,1,2,2,'https://danguy.tangiang.example/tin-tuc/bai-1.html','2026-03-03T01:00:00Z','text','Tiêu đề đã sửa, có dấu ''"',NULL,'Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh. Kỳ họp thứ 1.','Lê Văn Bền',NULL,NULL,'Tin tức',NULL,'2026-03-02','day','Ngày 2/3/2026	day-month-year',NULL,'4a54fe72114adfbc975722bc188fc5441af663657f15e3c0ef154eeb95955bd2','[{"kind": "paragraph", "text": "Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh. Kỳ họp thứ 1.", "url": null, "linked": false}]','1','{}');
INSERT INTO "revisions" VALUES(3,2,1,3,'https://danguy.tangiang.example/tin-tuc/bai-2.html','2026-03-04T01:00:00Z','text','Hội nghị sơ kết công tác xây dựng Đảng lần thứ 2',NULL,'Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh.','Lê Văn Bền',NULL,NULL,'Tin tức',NULL,'2026-03-02','day','Ngày 2/3/2026	day-month-year',NULL,'a1bfffc96fd71190edfcbed69a7e81a99f5ee151fd5cde62e9bae12924c0f828','[{"kind": "paragraph", "text": "Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba mươi điểm cầu trong toàn tỉnh.", "url": null, "linked": false}, {"kind": "picture", "text": "", "url": "https://danguy.tangiang.example/anh.jpg", "linked": false}, {"kind": "caption", "text": "Ảnh: Lê Văn Bền", "url": null, "linked": false}]','1','{}');
CREATE TABLE "runs" (
  "id" INTEGER PRIMARY KEY,
  "site_key" TEXT REFERENCES sites (key),
  "command" TEXT NOT NULL,
  "started_at" TEXT NOT NULL,
  "finished_at" TEXT,
  "reason" TEXT,
  "exit_code" INTEGER,
  "saved" INTEGER NOT NULL DEFAULT 0,
  "unchanged" INTEGER NOT NULL DEFAULT 0,
  "skipped" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  "listings" INTEGER NOT NULL DEFAULT 0,
  "links" INTEGER NOT NULL DEFAULT 0,
  "versions" TEXT NOT NULL
);
INSERT INTO "runs" VALUES(1,'tan_giang_dang_uy','crawl','2026-03-02T01:00:00Z','2026-03-05T01:00:00Z','finished',0,3,0,0,0,0,0,'{"tinhuy": "0.1.0"}');
CREATE TABLE "sections" (
  "site_key" TEXT NOT NULL REFERENCES sites (key),
  "url" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "walked_to" TEXT,
  "newest" TEXT,
  "etag" TEXT,
  PRIMARY KEY (site_key, url)
);
INSERT INTO "sections" VALUES('tan_giang_dang_uy','https://danguy.tangiang.example/tin-tuc','Tin tức','end',NULL,NULL);
CREATE TABLE "site_hosts" (
  "site_key" TEXT NOT NULL REFERENCES sites (key),
  "host" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "role" TEXT NOT NULL,
  PRIMARY KEY (site_key, host, role)
);
INSERT INTO "site_hosts" VALUES('tan_giang_dang_uy','danguy.tangiang.example','2020-01-01',NULL,'pages');
INSERT INTO "site_hosts" VALUES('tan_giang_dang_uy','anh.tangiang.example',NULL,NULL,'media');
INSERT INTO "site_hosts" VALUES('song_luong_tuyen_giao','danguy.tangiang.example','2020-01-01',NULL,'pages');
INSERT INTO "site_hosts" VALUES('song_luong_tuyen_giao','anh.tangiang.example',NULL,NULL,'media');
CREATE TABLE "sites" (
  "key" TEXT PRIMARY KEY,
  "publisher" TEXT NOT NULL REFERENCES publishers (key),
  "status" TEXT NOT NULL,
  "eras" TEXT NOT NULL
);
INSERT INTO "sites" VALUES('tan_giang_dang_uy','tan_giang_dang_uy_cac_co_quan','active','[{"family": "plain", "since": "2020-01-01", "until": null, "evidence": "inferred"}]');
INSERT INTO "sites" VALUES('song_luong_tuyen_giao','tan_giang_dang_uy_cac_co_quan','active','[{"family": "plain", "since": "2020-01-01", "until": null, "evidence": "inferred"}]');
CREATE TABLE "sketches" (
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "band" INTEGER NOT NULL,
  "value" INTEGER NOT NULL,
  PRIMARY KEY (article_id, band)
);
INSERT INTO "sketches" VALUES(1,0,-17);
CREATE TABLE "url_sections" (
  "site_key" TEXT NOT NULL REFERENCES sites (key),
  "section" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "listed_title" TEXT,
  "first_seen_at" TEXT NOT NULL,
  PRIMARY KEY (site_key, section, url)
);
INSERT INTO "url_sections" VALUES('tan_giang_dang_uy','https://danguy.tangiang.example/tin-tuc','https://danguy.tangiang.example/tin-tuc/bai-1.html','Hội nghị','2026-03-02T01:00:00Z');
CREATE TABLE "urls" (
  "url" TEXT PRIMARY KEY,
  "article_id" INTEGER NOT NULL REFERENCES articles (id),
  "state" TEXT NOT NULL CHECK (state IN ('live', 'gone', 'moved')),
  "first_seen_at" TEXT NOT NULL,
  "last_seen_at" TEXT NOT NULL,
  "missing_since" TEXT,
  "content_hash" TEXT NOT NULL
);
INSERT INTO "urls" VALUES('https://danguy.tangiang.example/tin-tuc/bai-1.html',1,'live','2026-03-02T01:00:00Z','2026-03-03T01:00:00Z',NULL,'4a54fe72114adfbc975722bc188fc5441af663657f15e3c0ef154eeb95955bd2');
INSERT INTO "urls" VALUES('https://danguy.tangiang.example/tin-tuc/bai-2.html',2,'live','2026-03-04T01:00:00Z','2026-03-04T01:00:00Z',NULL,'a1bfffc96fd71190edfcbed69a7e81a99f5ee151fd5cde62e9bae12924c0f828');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX runs_by_site ON runs (site_key, started_at);
CREATE INDEX captures_by_request ON captures (request_key, fetched_at);
CREATE INDEX captures_by_payload ON captures (payload_sha256, record_type);
CREATE INDEX captures_by_record ON captures (warc_file, warc_offset);
CREATE INDEX articles_by_site_and_day ON articles (site_key, published_on);
CREATE INDEX articles_by_text ON articles (site_key, content_hash);
CREATE INDEX urls_by_article ON urls (article_id);
CREATE INDEX url_sections_by_url ON url_sections (url);
CREATE INDEX events_by_article ON events (article_id, at);
CREATE INDEX sketches_by_value ON sketches (band, value);
CREATE INDEX fetches_by_run ON fetches (run_id, outcome);
CREATE INDEX frontier_due ON frontier (site_key, state, kind, due_at);
COMMIT;
