-- SPDX-License-Identifier: EUPL-1.2
-- A cache of schema version 1 as the program of that time wrote it, with work in every state. Never changed.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE stream (
        id TEXT PRIMARY KEY, epoch TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0,
        count INTEGER NOT NULL DEFAULT 0, sum TEXT NOT NULL DEFAULT '0') STRICT;
CREATE TABLE object (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, stream TEXT NOT NULL, parent TEXT,
        rev INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, hash BLOB,
        deleted INTEGER NOT NULL DEFAULT 0, fields TEXT NOT NULL, pending INTEGER NOT NULL DEFAULT 0,
        created_by TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL DEFAULT '',
        changed_by TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX object_parent ON object (kind, parent);
CREATE INDEX object_pending ON object (pending) WHERE pending > 0;
CREATE INDEX object_seq ON object (stream, seq);
CREATE INDEX version_bytes ON object (fields ->> '$.sha256') WHERE kind = 'version';
CREATE TABLE base (
        id TEXT PRIMARY KEY REFERENCES object (id), deleted INTEGER NOT NULL, fields TEXT NOT NULL,
        changed_by TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT;
CREATE TABLE outbox (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, object TEXT NOT NULL, kind TEXT NOT NULL, dossier TEXT,
        body TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, blocked_by TEXT,
        status TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '', stream TEXT NOT NULL,
        epoch TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0, rev INTEGER NOT NULL DEFAULT 0,
        conflicts TEXT NOT NULL DEFAULT '[]') STRICT;
CREATE INDEX outbox_state ON outbox (state, n);
CREATE INDEX outbox_object ON outbox (object, n);
CREATE INDEX outbox_dossier ON outbox (dossier, state);
CREATE TABLE outbox_after (
        id TEXT NOT NULL, needs TEXT NOT NULL, PRIMARY KEY (needs, id)) STRICT, WITHOUT ROWID;
CREATE TABLE history (
        row INTEGER PRIMARY KEY, dossier TEXT NOT NULL, object TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL) STRICT;
CREATE INDEX history_dossier ON history (dossier, row);
CREATE TABLE dossier (
        row INTEGER PRIMARY KEY REFERENCES object (row) ON DELETE CASCADE, class TEXT NOT NULL,
        situation TEXT NOT NULL, recency TEXT NOT NULL) STRICT;
CREATE INDEX dossier_recent ON dossier (recency, row);
CREATE INDEX dossier_situation ON dossier (situation, recency, row);
CREATE INDEX dossier_class ON dossier (class, situation, recency, row);
CREATE VIRTUAL TABLE dossier_text USING fts5 (
        title, numbers, parties, documents, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE TABLE blob (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, here INTEGER NOT NULL DEFAULT 0, origin TEXT NOT NULL,
        confirmed INTEGER NOT NULL DEFAULT 0, url TEXT NOT NULL DEFAULT '', sent INTEGER NOT NULL DEFAULT 0,
        wanted INTEGER NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '', added_at TEXT NOT NULL) STRICT;
CREATE INDEX blob_due ON blob (here, confirmed, wanted);
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL) STRICT;
INSERT INTO meta VALUES ('account.url', 'http://127.0.0.1:9');
INSERT INTO meta VALUES ('account.token', 'secret');
INSERT INTO meta VALUES ('account.device', 'device-1');
INSERT INTO meta VALUES ('account.device_code', 'A7');
INSERT INTO meta VALUES ('account.person', '01900000-0000-7000-8000-00000000a001');
INSERT INTO meta VALUES ('account.person_name', 'Anna');
INSERT INTO meta VALUES ('account.body', '01900000-0000-7000-8000-00000000b0d1');
INSERT INTO meta VALUES ('account.body_name', 'Ribalta');
INSERT INTO meta VALUES ('label_n', '7');
INSERT INTO meta VALUES ('next_n', '11');
INSERT INTO stream VALUES ('catalogue', '', 0, 0, '0');
INSERT INTO stream VALUES ('body:01900000-0000-7000-8000-00000000b0d1', 'epoch-1', 7, 7, '2212884532516067914');
INSERT INTO object VALUES (1, '01900000-0000-7000-8000-00000000b0d1', 'body', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 1, X'257e9fd31f75afe5373acadebbcc6c0058c06887d16bb8de41d86e86f9711969', 0, '{"colour":"#1b6ca8","dir3":"L01999999","name":"Sant Pere de Ribalta"}', 0, '', '2026-11-21T08:00:01.000Z', '', '2026-11-21T08:00:01.000Z');
INSERT INTO object VALUES (2, '01900000-0000-7000-8000-00000000a001', 'person', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 2, X'7f1a4425a0d6ad46956a6bf02ed545c657277f94fd699fae107472e70c79fc58', 0, '{"name":"Anna Prova","profiles":["secretaria"]}', 0, '', '2026-11-21T08:00:02.000Z', '', '2026-11-21T08:00:02.000Z');
INSERT INTO object VALUES (3, '01900000-0000-7000-8000-00000000a002', 'person', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 3, X'511bb67fd6271d4922cdb08172b947be9a5b6d3adca97e3a37ef9cc8ba3574cc', 0, '{"name":"Berta Prova","profiles":["administracio"]}', 0, '', '2026-11-21T08:00:03.000Z', '', '2026-11-21T08:00:03.000Z');
INSERT INTO object VALUES (4, '01900000-0000-7000-8000-00000000d001', 'unit', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 4, X'8c85e1571acdee60753b4828d37f1b00052e6a92435f857dc4570d102be1ff43', 0, '{"code":"SEC","name":"Secretaria"}', 0, '', '2026-11-21T08:00:04.000Z', '', '2026-11-21T08:00:04.000Z');
INSERT INTO object VALUES (5, '01900000-0000-7000-8000-00000000c001', 'class', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 5, X'24844d6553873bca3beb9343d1664e283dd2328bebdf663347ae06d64adb4edd', 0, '{"code":"T1","level":"series","plan":"test","title_ca":"Llicències d''obres"}', 0, '', '2026-11-21T08:00:05.000Z', '', '2026-11-21T08:00:05.000Z');
INSERT INTO object VALUES (6, '01900000-0000-7000-8000-00000000e001', 'document_type', 'body:01900000-0000-7000-8000-00000000b0d1', NULL, 1, 6, X'f453338788df0f3a51048c7263d5522196b830aa6a387a05b0ed70b95113e7ba', 0, '{"code":"informe","nti":"TD13","order":1,"title_ca":"Informe"}', 0, '', '2026-11-21T08:00:06.000Z', '', '2026-11-21T08:00:06.000Z');
INSERT INTO object VALUES (7, '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', 'dossier', 'body:01900000-0000-7000-8000-00000000b0d1', '01900000-0000-7000-8000-00000000c001', 1, 7, X'83a3c2057bebe672fc69b08fa3baf8504ef2d08019121e193c9fc30c9d814539', 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCZJITPR4XVSO3AP1","label":"PROV-A7-0001-AP1","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"Fet i canviat"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T08:00:07.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (8, '01a1fd70-f1c0-7f0c-8f3d-ee28f5adc4b6', 'dossier', 'body:01900000-0000-7000-8000-00000000b0d1', '01900000-0000-7000-8000-00000000c001', 0, 0, NULL, 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YD54RS6LNPBPEXQ5Y","label":"PROV-A7-0002-Q5Y","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"Respost"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (9, '01a1fd70-f1c0-75f9-8ab4-43a8658c4667', 'dossier', 'body:01900000-0000-7000-8000-00000000b0d1', '01900000-0000-7000-8000-00000000c001', 0, 0, NULL, 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCY5K5WXNKTQL0UAV","label":"PROV-A7-0003-UAV","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"Enviat"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (10, '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea', 'dossier', 'body:01900000-0000-7000-8000-00000000b0d1', '01900000-0000-7000-8000-00000000c001', 0, 0, NULL, 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCVSOFXFQGRLLMNSA","label":"PROV-A7-0004-NSA","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"Rebutjat"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (11, '01a1fd70-f1c0-7de3-aa80-df941c40c890', 'party', 'body:01900000-0000-7000-8000-00000000b0d1', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea', 0, 0, NULL, 0, '{"channel":"digital","dossier":"01a1fd70-f1c0-72e8-9fc8-0f20056a7aea","language":"ca","name":"Persona de Prova","role":"interested","type":"natural"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (12, '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', 'dossier', 'body:01900000-0000-7000-8000-00000000b0d1', '01900000-0000-7000-8000-00000000c001', 0, 0, NULL, 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCU5V1YLSD831VZJE","label":"PROV-A7-0006-ZJE","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"En cua"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (13, '01a1fd70-f1c0-7274-a735-ec553527c062', 'document', 'body:01900000-0000-7000-8000-00000000b0d1', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', 0, 0, NULL, 0, '{"captured_at":"2026-11-21T09:30:00.000Z","csv":"TT7SGCCZW5F666MYEDSBVVXZVCZR7FIA","date":"2026-11-21","dossier":"01a1fd70-f1c0-70c8-bc0d-1d376eb212aa","elaboration":"EE01","eni_id":"ES_L01999999_2026_0000003H9YMX0YCVG4YMNGOQ2FBTCY","language":"ca","nti_type":"TD13","origin":"administration","state":"draft","title":"Informe","type":"informe"}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO object VALUES (14, '01a1fd70-f1c0-741c-a66c-1417e30f17be', 'version', 'body:01900000-0000-7000-8000-00000000b0d1', '01a1fd70-f1c0-7274-a735-ec553527c062', 0, 0, NULL, 0, '{"created_at":"2026-11-21T09:30:00.000Z","document":"01a1fd70-f1c0-7274-a735-ec553527c062","filename":"i.pdf","mime":"application/pdf","relation":"content","sha256":"ce0787c1d5e6b8b52e72643ef80fe2fc41ac02499ca6b8c68fd49d1c62d71519","size":11}', 1, '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z', '01900000-0000-7000-8000-00000000a001', '2026-11-21T09:30:00.000Z');
INSERT INTO base VALUES ('01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', 0, '{"class":"01900000-0000-7000-8000-00000000c001","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCZJITPR4XVSO3AP1","label":"PROV-A7-0001-AP1","opened_on":"2026-11-21","phase":"opening","situation":"open","title":"Fet"}', '01900000-0000-7000-8000-00000000a001', '2026-11-21T08:00:07.000Z');
INSERT INTO outbox VALUES (1, '01a1fd70-f1c0-7410-82e7-5cebcb36d4b3', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', '{"id":"01a1fd70-f1c0-7410-82e7-5cebcb36d4b3","n":1,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-77c7-8f83-7521d5bc90e5","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"Fet","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCZJITPR4XVSO3AP1","label":"PROV-A7-0001-AP1","situation":"open","phase":"opening"}}', 'done', '2026-11-21T09:30:00.000Z', NULL, 'applied', '', 'body:01900000-0000-7000-8000-00000000b0d1', 'epoch-1', 7, 1, '[]');
INSERT INTO outbox VALUES (2, '01a1fd70-f1c0-7953-b3cd-64ed77dc2ad6', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5', '{"id":"01a1fd70-f1c0-7953-b3cd-64ed77dc2ad6","n":2,"op":"set","kind":"dossier","object":"01a1fd70-f1c0-77c7-8f83-7521d5bc90e5","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","changes":{"title":{"from":"Fet","to":"Fet i canviat"}},"rev":1}', 'queued', '2026-11-21T09:30:00.000Z', NULL, '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox VALUES (3, '01a1fd70-f1c0-79b9-a225-a899cb0410cd', '01a1fd70-f1c0-7f0c-8f3d-ee28f5adc4b6', 'dossier', '01a1fd70-f1c0-7f0c-8f3d-ee28f5adc4b6', '{"id":"01a1fd70-f1c0-79b9-a225-a899cb0410cd","n":3,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-7f0c-8f3d-ee28f5adc4b6","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"Respost","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YD54RS6LNPBPEXQ5Y","label":"PROV-A7-0002-Q5Y","situation":"open","phase":"opening"}}', 'answered', '2026-11-21T09:30:00.000Z', NULL, 'applied', '', 'body:01900000-0000-7000-8000-00000000b0d1', 'epoch-1', 9, 1, '[]');
INSERT INTO outbox VALUES (4, '01a1fd70-f1c0-7246-9832-a0c1d73514fc', '01a1fd70-f1c0-75f9-8ab4-43a8658c4667', 'dossier', '01a1fd70-f1c0-75f9-8ab4-43a8658c4667', '{"id":"01a1fd70-f1c0-7246-9832-a0c1d73514fc","n":4,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-75f9-8ab4-43a8658c4667","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"Enviat","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCY5K5WXNKTQL0UAV","label":"PROV-A7-0003-UAV","situation":"open","phase":"opening"}}', 'sent', '2026-11-21T09:30:00.000Z', NULL, '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox VALUES (5, '01a1fd70-f1c0-75f1-b0b8-8a7fd11956aa', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea', 'dossier', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea', '{"id":"01a1fd70-f1c0-75f1-b0b8-8a7fd11956aa","n":5,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-72e8-9fc8-0f20056a7aea","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"Rebutjat","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCVSOFXFQGRLLMNSA","label":"PROV-A7-0004-NSA","situation":"open","phase":"opening"}}', 'attention', '2026-11-21T09:30:00.000Z', NULL, 'rejected', 'rights.denied', 'body:01900000-0000-7000-8000-00000000b0d1', 'epoch-1', 7, 0, '[]');
INSERT INTO outbox VALUES (6, '01a1fd70-f1c0-701b-a215-be9cc6a8d353', '01a1fd70-f1c0-7de3-aa80-df941c40c890', 'party', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea', '{"id":"01a1fd70-f1c0-701b-a215-be9cc6a8d353","n":6,"op":"create","kind":"party","object":"01a1fd70-f1c0-7de3-aa80-df941c40c890","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"dossier":"01a1fd70-f1c0-72e8-9fc8-0f20056a7aea","name":"Persona de Prova","identifier":null,"role":"interested","type":"natural","email":null,"phone":null,"address":null,"channel":"digital","language":"ca"},"after":["01a1fd70-f1c0-75f1-b0b8-8a7fd11956aa"]}', 'blocked', '2026-11-21T09:30:00.000Z', '01a1fd70-f1c0-75f1-b0b8-8a7fd11956aa', '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox VALUES (7, '01a1fd70-f1c0-7154-88b1-23d2532dcec7', '01a1fd70-f1c0-7386-b9cc-eb163edeeb84', 'dossier', '01a1fd70-f1c0-7386-b9cc-eb163edeeb84', '{"id":"01a1fd70-f1c0-7154-88b1-23d2532dcec7","n":7,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-7386-b9cc-eb163edeeb84","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"Descartat","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCW9RXTSXD2WXSI2S","label":"PROV-A7-0005-I2S","situation":"open","phase":"opening"}}', 'discarded', '2026-11-21T09:30:00.000Z', NULL, 'rejected', 'value.malformed', 'body:01900000-0000-7000-8000-00000000b0d1', 'epoch-1', 7, 0, '[]');
INSERT INTO outbox VALUES (8, '01a1fd70-f1c0-74e8-89a5-638014a61709', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', 'dossier', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', '{"id":"01a1fd70-f1c0-74e8-89a5-638014a61709","n":8,"op":"create","kind":"dossier","object":"01a1fd70-f1c0-70c8-bc0d-1d376eb212aa","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"title":"En cua","class":"01900000-0000-7000-8000-00000000c001","procedure":null,"unit":null,"opened_on":"2026-11-21","eni_id":"ES_L01999999_2026_EXP_0000003H9YMX0YCU5V1YLSD831VZJE","label":"PROV-A7-0006-ZJE","situation":"open","phase":"opening"}}', 'queued', '2026-11-21T09:30:00.000Z', NULL, '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox VALUES (9, '01a1fd70-f1c0-7a13-8928-81bab5adaa7c', '01a1fd70-f1c0-7274-a735-ec553527c062', 'document', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', '{"id":"01a1fd70-f1c0-7a13-8928-81bab5adaa7c","n":9,"op":"create","kind":"document","object":"01a1fd70-f1c0-7274-a735-ec553527c062","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"dossier":"01a1fd70-f1c0-70c8-bc0d-1d376eb212aa","title":"Informe","type":"informe","nti_type":"TD13","date":"2026-11-21","captured_at":"2026-11-21T09:30:00.000Z","eni_id":"ES_L01999999_2026_0000003H9YMX0YCVG4YMNGOQ2FBTCY","csv":"TT7SGCCZW5F666MYEDSBVVXZVCZR7FIA","origin":"administration","elaboration":"EE01","language":"ca","state":"draft"},"after":["01a1fd70-f1c0-74e8-89a5-638014a61709"]}', 'queued', '2026-11-21T09:30:00.000Z', NULL, '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox VALUES (10, '01a1fd70-f1c0-769f-a64c-9a3b06d43b44', '01a1fd70-f1c0-741c-a66c-1417e30f17be', 'version', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa', '{"id":"01a1fd70-f1c0-769f-a64c-9a3b06d43b44","n":10,"op":"create","kind":"version","object":"01a1fd70-f1c0-741c-a66c-1417e30f17be","by":"01900000-0000-7000-8000-00000000a001","at":"2026-11-21T09:30:00.000Z","fields":{"document":"01a1fd70-f1c0-7274-a735-ec553527c062","parent":null,"relation":"content","sha256":"ce0787c1d5e6b8b52e72643ef80fe2fc41ac02499ca6b8c68fd49d1c62d71519","size":11,"mime":"application/pdf","filename":"i.pdf","created_at":"2026-11-21T09:30:00.000Z","signer":null,"evidence":null},"after":["01a1fd70-f1c0-7a13-8928-81bab5adaa7c"]}', 'queued', '2026-11-21T09:30:00.000Z', NULL, '', '', 'body:01900000-0000-7000-8000-00000000b0d1', '', 0, 0, '[]');
INSERT INTO outbox_after VALUES ('01a1fd70-f1c0-7a13-8928-81bab5adaa7c', '01a1fd70-f1c0-74e8-89a5-638014a61709');
INSERT INTO outbox_after VALUES ('01a1fd70-f1c0-701b-a215-be9cc6a8d353', '01a1fd70-f1c0-75f1-b0b8-8a7fd11956aa');
INSERT INTO outbox_after VALUES ('01a1fd70-f1c0-769f-a64c-9a3b06d43b44', '01a1fd70-f1c0-7a13-8928-81bab5adaa7c');
INSERT INTO dossier VALUES (7, '01900000-0000-7000-8000-00000000c001', 'open', '2026-11-21T09:30:00.000Z');
INSERT INTO dossier VALUES (8, '01900000-0000-7000-8000-00000000c001', 'open', '2026-11-21T09:30:00.000Z');
INSERT INTO dossier VALUES (9, '01900000-0000-7000-8000-00000000c001', 'open', '2026-11-21T09:30:00.000Z');
INSERT INTO dossier VALUES (10, '01900000-0000-7000-8000-00000000c001', 'open', '2026-11-21T09:30:00.000Z');
INSERT INTO dossier VALUES (12, '01900000-0000-7000-8000-00000000c001', 'open', '2026-11-21T09:30:00.000Z');
INSERT INTO blob VALUES ('ce0787c1d5e6b8b52e72643ef80fe2fc41ac02499ca6b8c68fd49d1c62d71519', 11, 1, 'local', 0, '', 0, 0, '', '2026-11-21T09:30:00.000Z');
INSERT INTO change VALUES (1, 'body', '01900000-0000-7000-8000-00000000b0d1');
INSERT INTO change VALUES (2, 'person', '01900000-0000-7000-8000-00000000a001');
INSERT INTO change VALUES (3, 'person', '01900000-0000-7000-8000-00000000a002');
INSERT INTO change VALUES (4, 'unit', '01900000-0000-7000-8000-00000000d001');
INSERT INTO change VALUES (5, 'class', '01900000-0000-7000-8000-00000000c001');
INSERT INTO change VALUES (6, 'document_type', '01900000-0000-7000-8000-00000000e001');
INSERT INTO change VALUES (7, 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5');
INSERT INTO change VALUES (8, 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5');
INSERT INTO change VALUES (9, 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5');
INSERT INTO change VALUES (10, 'dossier', '01a1fd70-f1c0-77c7-8f83-7521d5bc90e5');
INSERT INTO change VALUES (11, 'dossier', '01a1fd70-f1c0-7f0c-8f3d-ee28f5adc4b6');
INSERT INTO change VALUES (12, 'dossier', '01a1fd70-f1c0-75f9-8ab4-43a8658c4667');
INSERT INTO change VALUES (13, 'dossier', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea');
INSERT INTO change VALUES (14, 'party', '01a1fd70-f1c0-7de3-aa80-df941c40c890');
INSERT INTO change VALUES (15, 'dossier', '01a1fd70-f1c0-72e8-9fc8-0f20056a7aea');
INSERT INTO change VALUES (16, 'party', '01a1fd70-f1c0-7de3-aa80-df941c40c890');
INSERT INTO change VALUES (17, 'dossier', '01a1fd70-f1c0-7386-b9cc-eb163edeeb84');
INSERT INTO change VALUES (18, 'dossier', '01a1fd70-f1c0-7386-b9cc-eb163edeeb84');
INSERT INTO change VALUES (19, 'dossier', '01a1fd70-f1c0-7386-b9cc-eb163edeeb84');
INSERT INTO change VALUES (20, 'dossier', '01a1fd70-f1c0-70c8-bc0d-1d376eb212aa');
INSERT INTO change VALUES (21, 'document', '01a1fd70-f1c0-7274-a735-ec553527c062');
INSERT INTO change VALUES (22, 'version', '01a1fd70-f1c0-741c-a66c-1417e30f17be');
INSERT INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (7, 'Fet i canviat', 'PROV-A7-0001-AP1 ES_L01999999_2026_EXP_0000003H9YMX0YCZJITPR4XVSO3AP1', '', '');
INSERT INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (8, 'Respost', 'PROV-A7-0002-Q5Y ES_L01999999_2026_EXP_0000003H9YMX0YD54RS6LNPBPEXQ5Y', '', '');
INSERT INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (9, 'Enviat', 'PROV-A7-0003-UAV ES_L01999999_2026_EXP_0000003H9YMX0YCY5K5WXNKTQL0UAV', '', '');
INSERT INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (10, 'Rebutjat', 'PROV-A7-0004-NSA ES_L01999999_2026_EXP_0000003H9YMX0YCVSOFXFQGRLLMNSA', 'Persona de Prova', '');
INSERT INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (12, 'En cua', 'PROV-A7-0006-ZJE ES_L01999999_2026_EXP_0000003H9YMX0YCU5V1YLSD831VZJE', '', 'Informe');
PRAGMA user_version = 1;
