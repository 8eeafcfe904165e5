-- A store as khung made it before events named whose names came and went (schema 2): an assessment with a name, returned and reviewed, one of
-- two respondents, a merged organisation, a bundle received back, a person erased.
PRAGMA application_id = 1802007918; PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE store (                -- one row: this file
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    chain  TEXT NOT NULL,           -- the key of its chain of events, made once
    number INTEGER NOT NULL,        -- how many events the chain has
    head   TEXT NOT NULL            -- digest of the last one, '' before the first
) STRICT;
INSERT INTO store VALUES(1,'00000000-0000-740b-bf3e-9573defac42d',25,'sha256:aad39b74e1b2b524f38b2f8dcec038702b301530bf2d5bc10161f774b38b9242');
CREATE TABLE event (                -- append-only: what happened, here or where a received file came from
    seq           INTEGER PRIMARY KEY, -- order of arrival here
    chain         TEXT NOT NULL,    -- of the store in which it happened
    number        INTEGER NOT NULL, -- 1, 2, 3 … in that chain
    at            TEXT NOT NULL,    -- time
    by            TEXT NOT NULL,    -- key of the person who acted
    act           TEXT NOT NULL,    -- 'org.add', 'assess.submit' …
    thread        TEXT NOT NULL,    -- key of what it is about: an assessment, else an organisation, person, network; else ''
    organisation  TEXT,             -- key of the organisation it belongs to
    body          TEXT NOT NULL,    -- JSON: the rows before and after, a reason …; no personal field (see personal)
    chain_before  TEXT NOT NULL,    -- digest of the event before in this chain, '' for the first
    thread_before TEXT NOT NULL,    -- digest of the event before about the same thing that this store knew, '' for the first
    digest        TEXT NOT NULL,    -- sha256:… over all of the above but seq (see event.c)
    UNIQUE (chain, number)
) STRICT;
INSERT INTO event VALUES(1,'00000000-0000-740b-bf3e-9573defac42d',1,'2026-11-22T08:40:08.938Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','init','01a20269-a9ea-7637-b07b-8b56eab4e9d4',NULL,'{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","id":"an","role":"member","commitment":"sha256:aac7c5866c52c9a5883659467a84c865ddd206e25b4077f55d14a3971bbbbdbf","since":"2026-11-22T08:40:08.938Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}}]}','','','sha256:5a1b5956405891981a072bb870e8e3714332224239b0f7b22923e31185c2a065');
INSERT INTO event VALUES(2,'00000000-0000-740b-bf3e-9573defac42d',2,'2026-11-22T08:40:08.954Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','person.add','01a20269-a9fa-713f-9467-6686afa559bf',NULL,'{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-a9fa-713f-9467-6686afa559bf","id":"lan","role":"assessor","commitment":"sha256:14b187688fbeac0fb4dab1efa110494464fc348c41752216fbf231bfb1ca2a66","since":"2026-11-22T08:40:08.954Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}}]}','sha256:5a1b5956405891981a072bb870e8e3714332224239b0f7b22923e31185c2a065','','sha256:583a7ec7ca715ec68bd2b8b3edaa8704e13bbe5e930bf16449629953471796de');
INSERT INTO event VALUES(3,'00000000-0000-740b-bf3e-9573defac42d',3,'2026-11-22T08:40:08.960Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','person.add','01a20269-aa00-77a7-be7c-911dd1db64e0',NULL,'{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-aa00-77a7-be7c-911dd1db64e0","id":"tho","role":"assessor","commitment":"sha256:9f9c602b178507f9ed4c7ef16e8b4b94e1714e9055335446889f8349ecb62442","since":"2026-11-22T08:40:08.960Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}}]}','sha256:583a7ec7ca715ec68bd2b8b3edaa8704e13bbe5e930bf16449629953471796de','','sha256:ca45ccddb2fe2d7ac0168efa2bb18b76fa308709b3596819b95f1ba41d9d99a1');
INSERT INTO event VALUES(4,'00000000-0000-740b-bf3e-9573defac42d',4,'2026-11-22T08:40:08.967Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','person.add','01a20269-aa07-773a-9199-86e81bd8bfea',NULL,'{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-aa07-773a-9199-86e81bd8bfea","id":"bao","role":"assessor","commitment":"sha256:2ddd1da44d12f061345acfb70675419de23726b5acbe8152f615b44ced28728b","since":"2026-11-22T08:40:08.967Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}}]}','sha256:ca45ccddb2fe2d7ac0168efa2bb18b76fa308709b3596819b95f1ba41d9d99a1','','sha256:ca6ca414b43b5c3ff06ca84f42a3b3ae4b555d390930b8b0eae3f93906e44e82');
INSERT INTO event VALUES(5,'00000000-0000-740b-bf3e-9573defac42d',5,'2026-11-22T08:40:08.974Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','org.add','01a20269-aa0e-703c-bf99-0ad3d22d8808','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"organisation","before":null,"after":{"key":"01a20269-aa0e-703c-bf99-0ad3d22d8808","id":"oc-sen","name":"Nhóm Ốc Sên","short_name":null,"form":"association","province":"48","list":"2025","address":null,"registration":null,"registrar":null,"founded":null,"website":null,"email":null,"phone":null,"merged_into":null,"since":"2026-11-22T08:40:08.974Z"}}]}','sha256:ca6ca414b43b5c3ff06ca84f42a3b3ae4b555d390930b8b0eae3f93906e44e82','','sha256:26f4663a72f35e776cb03796541bf3ffd76c1797a0afeff682fb5449fde7975c');
INSERT INTO event VALUES(6,'00000000-0000-740b-bf3e-9573defac42d',6,'2026-11-22T08:40:08.983Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','org.add','01a20269-aa17-7642-9ab9-5ea17695bfb0','01a20269-aa17-7642-9ab9-5ea17695bfb0','{"rows":[{"table":"organisation","before":null,"after":{"key":"01a20269-aa17-7642-9ab9-5ea17695bfb0","id":"oc-sen-2","name":"Nhóm Ốc Sên cũ","short_name":null,"form":null,"province":null,"list":null,"address":null,"registration":null,"registrar":null,"founded":null,"website":null,"email":null,"phone":null,"merged_into":null,"since":"2026-11-22T08:40:08.983Z"}}]}','sha256:26f4663a72f35e776cb03796541bf3ffd76c1797a0afeff682fb5449fde7975c','','sha256:37a9bb7751ce0ef0ff47e5ff8ce3ce1a23e1fa4870a2ae89cc2128f6155e04c1');
INSERT INTO event VALUES(7,'00000000-0000-740b-bf3e-9573defac42d',7,'2026-11-22T08:40:08.991Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','person.tie','01a20269-aa0e-703c-bf99-0ad3d22d8808','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"tie","before":null,"after":{"person":"01a20269-aa07-773a-9199-86e81bd8bfea","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","role":"staff","from_date":"","to_date":null}}]}','sha256:37a9bb7751ce0ef0ff47e5ff8ce3ce1a23e1fa4870a2ae89cc2128f6155e04c1','sha256:26f4663a72f35e776cb03796541bf3ffd76c1797a0afeff682fb5449fde7975c','sha256:82c5c0cecaeb9fcf4dd2c5d9d920ca6968f7f735227df75981c9ec96fa65335c');
INSERT INTO event VALUES(8,'00000000-0000-740b-bf3e-9573defac42d',8,'2026-11-22T08:40:08.997Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','org.merge','01a20269-aa17-7642-9ab9-5ea17695bfb0','01a20269-aa17-7642-9ab9-5ea17695bfb0','{"rows":[{"table":"organisation","before":{"key":"01a20269-aa17-7642-9ab9-5ea17695bfb0","id":"oc-sen-2","name":"Nhóm Ốc Sên cũ","short_name":null,"form":null,"province":null,"list":null,"address":null,"registration":null,"registrar":null,"founded":null,"website":null,"email":null,"phone":null,"merged_into":null,"since":"2026-11-22T08:40:08.983Z"},"after":{"key":"01a20269-aa17-7642-9ab9-5ea17695bfb0","id":"oc-sen-2","name":"Nhóm Ốc Sên cũ","short_name":null,"form":null,"province":null,"list":null,"address":null,"registration":null,"registrar":null,"founded":null,"website":null,"email":null,"phone":null,"merged_into":"01a20269-aa0e-703c-bf99-0ad3d22d8808","since":"2026-11-22T08:40:08.983Z"}}]}','sha256:82c5c0cecaeb9fcf4dd2c5d9d920ca6968f7f735227df75981c9ec96fa65335c','sha256:37a9bb7751ce0ef0ff47e5ff8ce3ce1a23e1fa4870a2ae89cc2128f6155e04c1','sha256:2d9da567fe92067cf8a14780d42e6071554ec055e0e802d656644453374e93c6');
INSERT INTO event VALUES(9,'00000000-0000-740b-bf3e-9573defac42d',9,'2026-11-22T08:40:09.006Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','network.add','01a20269-aa2e-7006-8063-8f6f8bd8fc91',NULL,'{"rows":[{"table":"network","before":null,"after":{"key":"01a20269-aa2e-7006-8063-8f6f8bd8fc91","id":"mang","name":"Mạng Ốc","short_name":null,"since":"2026-11-22T08:40:09.006Z"}}]}','sha256:2d9da567fe92067cf8a14780d42e6071554ec055e0e802d656644453374e93c6','','sha256:a10a5cef5a462d39496b8cd0bc7a1398aaca1a690c55b5c24cbf016a4f16a232');
INSERT INTO event VALUES(10,'00000000-0000-740b-bf3e-9573defac42d',10,'2026-11-22T08:40:09.014Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.new','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"framework","before":null,"after":{"digest":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"small","version":"1.0.0","title":"Khung nhỏ để kiểm tra dòng lệnh, có một tên gọi dài hơn tám mươi ký tự cho việc xuống dòng","language":"vi","content":"sha256:77f9477cff71f3d9234ec6f084f46a2953d179caa57beeb2b1ba9f21894a031a","source":"sha256:89b402792ae488afb0a614ff6d689e8a2f561bdfdc1336130bb8303506beea6c","added":"2026-11-22T08:40:09.014Z","added_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":null,"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"draft","state_since":"2026-11-22T08:40:09.014Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":null,"made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:a10a5cef5a462d39496b8cd0bc7a1398aaca1a690c55b5c24cbf016a4f16a232','','sha256:05875c072f9a1eb7a99862b2bd81e7fc35c315f40edcf406dfff5b0e78d861ac');
INSERT INTO event VALUES(11,'00000000-0000-740b-bf3e-9573defac42d',11,'2026-11-22T08:40:09.026Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.import','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l2\",\"note\":\"Họp mỗi quý\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"by":"sha256:7e73ac17dd768cd8dcdf1e25a48df2955beb89e635eabe885cd5644932ef92cc"}','sha256:05875c072f9a1eb7a99862b2bd81e7fc35c315f40edcf406dfff5b0e78d861ac','sha256:05875c072f9a1eb7a99862b2bd81e7fc35c315f40edcf406dfff5b0e78d861ac','sha256:4b6b6045b10ada14b731adc30bc671762d5b0ea7b84b04ad619ae2aefe949288');
INSERT INTO event VALUES(12,'00000000-0000-740b-bf3e-9573defac42d',12,'2026-11-22T08:40:09.035Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.submit','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"track","before":null,"after":{"key":"01a20269-aa4b-7390-af9d-2ce98f1111e6","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"self","answers":"sha256:01975092694de6459d6028f2761c0ee349b78396fe46a9a29bd1970174f7af75","digest":"sha256:01975092694de6459d6028f2761c0ee349b78396fe46a9a29bd1970174f7af75","kept":"2026-11-22T08:40:09.035Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"result","before":null,"after":{"key":"01a20269-aa4b-7390-af9d-2cea0cba10fd","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa4b-7390-af9d-2ce98f1111e6\"]","content":"sha256:ef1419fa3b728ff6978083ef21eda951c9a94f221c09ebdcd062c449db27195c","digest":"sha256:ef1419fa3b728ff6978083ef21eda951c9a94f221c09ebdcd062c449db27195c","complete":1,"score":"11/4","percent":"175/2","percent_shown":"87.50","percent_sort":87500000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.035Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"draft","state_since":"2026-11-22T08:40:09.014Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":null,"made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"draft","state_since":"2026-11-22T08:40:09.014Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"draft","state_since":"2026-11-22T08:40:09.014Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"submitted","state_since":"2026-11-22T08:40:09.035Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"by":"sha256:c81be99d9026f61c2b73a8392dfb248138cb69f810f64550ab486be50bc60c77"}','sha256:4b6b6045b10ada14b731adc30bc671762d5b0ea7b84b04ad619ae2aefe949288','sha256:4b6b6045b10ada14b731adc30bc671762d5b0ea7b84b04ad619ae2aefe949288','sha256:c12a996f75c876a88d7a2e7860cbfd1111f875564f23ff68d1adb7e6119ba02e');
INSERT INTO event VALUES(13,'00000000-0000-740b-bf3e-9573defac42d',13,'2026-11-22T08:40:09.045Z','01a20269-a9fa-713f-9467-6686afa559bf','review.take','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"review","before":null,"after":{"key":"01a20269-aa55-72e8-bd8c-3009fe4caf59","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.045Z","ended":null,"outcome":null,"reason":null}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"submitted","state_since":"2026-11-22T08:40:09.035Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.045Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:c12a996f75c876a88d7a2e7860cbfd1111f875564f23ff68d1adb7e6119ba02e','sha256:c12a996f75c876a88d7a2e7860cbfd1111f875564f23ff68d1adb7e6119ba02e','sha256:d75a461ceba3e88fb67c1487b5607a9ed0065220c54f0596cd15d73277d09fba');
INSERT INTO event VALUES(14,'00000000-0000-740b-bf3e-9573defac42d',14,'2026-11-22T08:40:09.054Z','01a20269-a9fa-713f-9467-6686afa559bf','review.return','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"review","before":{"key":"01a20269-aa55-72e8-bd8c-3009fe4caf59","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.045Z","ended":null,"outcome":null,"reason":null},"after":{"key":"01a20269-aa55-72e8-bd8c-3009fe4caf59","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.045Z","ended":"2026-11-22T08:40:09.054Z","outcome":"returned","reason":"Để sau"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.045Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"returned","state_since":"2026-11-22T08:40:09.054Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"reason":"Để sau"}','sha256:d75a461ceba3e88fb67c1487b5607a9ed0065220c54f0596cd15d73277d09fba','sha256:d75a461ceba3e88fb67c1487b5607a9ed0065220c54f0596cd15d73277d09fba','sha256:8da755c39d7e5f6183cdedd3ea6c7e0079fa05945b5631093a0b6a9d117b7cf9');
INSERT INTO event VALUES(15,'00000000-0000-740b-bf3e-9573defac42d',15,'2026-11-22T08:40:09.062Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.answer','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"answer","before":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l2\",\"note\":\"Họp mỗi quý\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"note\":\"Họp mỗi quý\",\"level\":\"l1\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.062Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"dated\":\"2026-11-22\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.062Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:8da755c39d7e5f6183cdedd3ea6c7e0079fa05945b5631093a0b6a9d117b7cf9','sha256:8da755c39d7e5f6183cdedd3ea6c7e0079fa05945b5631093a0b6a9d117b7cf9','sha256:271dc1f2f75d5fddfe1df4262c68ef85ef910a35a1cea110ef0e681d43ba02be');
INSERT INTO event VALUES(16,'00000000-0000-740b-bf3e-9573defac42d',16,'2026-11-22T08:40:09.070Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.submit','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"track","before":null,"after":{"key":"01a20269-aa6e-7635-821b-15afecdb71be","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"self","answers":"sha256:6e4398781ac1f3c16caed2b7e30c4ea89dd59de2e3a322b89fd0d82a8b2b4cdc","digest":"sha256:6e4398781ac1f3c16caed2b7e30c4ea89dd59de2e3a322b89fd0d82a8b2b4cdc","kept":"2026-11-22T08:40:09.070Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"result","before":null,"after":{"key":"01a20269-aa6e-7635-821b-15b0c8c70f5a","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa6e-7635-821b-15afecdb71be\"]","content":"sha256:6e1beb4b5109db5b1af29e5644a6b6f22caf26c4bcc02eb3d79b5360e307b3ef","digest":"sha256:6e1beb4b5109db5b1af29e5644a6b6f22caf26c4bcc02eb3d79b5360e307b3ef","complete":1,"score":"5/2","percent":"75","percent_shown":"75.00","percent_sort":75000000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.070Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"returned","state_since":"2026-11-22T08:40:09.054Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa4b-7390-af9d-2cea0cba10fd","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"returned","state_since":"2026-11-22T08:40:09.054Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"returned","state_since":"2026-11-22T08:40:09.054Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"submitted","state_since":"2026-11-22T08:40:09.070Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"by":"sha256:38b8dab9370b37245516f1f5dbfbe6dc91bbd0e4ccfd412a40e747d141f3d04b"}','sha256:271dc1f2f75d5fddfe1df4262c68ef85ef910a35a1cea110ef0e681d43ba02be','sha256:271dc1f2f75d5fddfe1df4262c68ef85ef910a35a1cea110ef0e681d43ba02be','sha256:b4cc08d07533838e47ef485ca27a67fcaf088327dc792970d451431a3dce5460');
INSERT INTO event VALUES(17,'00000000-0000-740b-bf3e-9573defac42d',17,'2026-11-22T08:40:09.080Z','01a20269-a9fa-713f-9467-6686afa559bf','review.take','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"review","before":null,"after":{"key":"01a20269-aa78-7483-bd34-917e49611ad5","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.080Z","ended":null,"outcome":null,"reason":null}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"submitted","state_since":"2026-11-22T08:40:09.070Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.080Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:b4cc08d07533838e47ef485ca27a67fcaf088327dc792970d451431a3dce5460','sha256:b4cc08d07533838e47ef485ca27a67fcaf088327dc792970d451431a3dce5460','sha256:87ac65a4595b69054b0fd5b8d6b2885cf7bb63d74f2a7dde4f606d1962cd053b');
INSERT INTO event VALUES(18,'00000000-0000-740b-bf3e-9573defac42d',18,'2026-11-22T08:40:09.089Z','01a20269-a9fa-713f-9467-6686afa559bf','review.accept','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l1\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}}]}','sha256:87ac65a4595b69054b0fd5b8d6b2885cf7bb63d74f2a7dde4f606d1962cd053b','sha256:87ac65a4595b69054b0fd5b8d6b2885cf7bb63d74f2a7dde4f606d1962cd053b','sha256:866280357c415f5cdbf221c3ba55df9324ec36fdd32e7ac668160c91637d8c4a');
INSERT INTO event VALUES(19,'00000000-0000-740b-bf3e-9573defac42d',19,'2026-11-22T08:40:09.097Z','01a20269-a9fa-713f-9467-6686afa559bf','review.finish','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l1\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"track","before":null,"after":{"key":"01a20269-aa89-74f6-a12b-005be71086e8","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"reviewer","answers":"sha256:a6620c1cb89b3dc2cec9c57ad1567c9adc815b1ee7a0830d6c95b18578adad29","digest":"sha256:a6620c1cb89b3dc2cec9c57ad1567c9adc815b1ee7a0830d6c95b18578adad29","kept":"2026-11-22T08:40:09.097Z","kept_by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"result","before":null,"after":{"key":"01a20269-aa89-74f6-a12b-005c485b569c","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa6e-7635-821b-15afecdb71be\",\"01a20269-aa89-74f6-a12b-005be71086e8\"]","content":"sha256:881cb4fc38b93c63db14a7b1bc0694627b07459e595e9a31bed04c66af25fb84","digest":"sha256:881cb4fc38b93c63db14a7b1bc0694627b07459e595e9a31bed04c66af25fb84","complete":1,"score":"5/2","percent":"75","percent_shown":"75.00","percent_sort":75000000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.097Z","made_by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.080Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa6e-7635-821b-15b0c8c70f5a","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.080Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa89-74f6-a12b-005c485b569c","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"review","before":{"key":"01a20269-aa78-7483-bd34-917e49611ad5","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.080Z","ended":null,"outcome":null,"reason":null},"after":{"key":"01a20269-aa78-7483-bd34-917e49611ad5","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.080Z","ended":"2026-11-22T08:40:09.097Z","outcome":"finished","reason":null}},{"table":"assessment","before":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"in_review","state_since":"2026-11-22T08:40:09.080Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa89-74f6-a12b-005c485b569c","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"reviewed","state_since":"2026-11-22T08:40:09.097Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa89-74f6-a12b-005c485b569c","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:866280357c415f5cdbf221c3ba55df9324ec36fdd32e7ac668160c91637d8c4a','sha256:866280357c415f5cdbf221c3ba55df9324ec36fdd32e7ac668160c91637d8c4a','sha256:1e0db09a51723d0884f0b6b2307763f7a5a6baef8cd286699a0ba6d5fe67b5af');
INSERT INTO event VALUES(20,'00000000-0000-740b-bf3e-9573defac42d',20,'2026-11-22T08:40:09.113Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.new','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"assessment","before":null,"after":{"key":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"both","period_from":"2026-01-01","period_to":"2026-05-31","state":"draft","state_since":"2026-11-22T08:40:09.113Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":null,"made":"2026-11-22T08:40:09.113Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}]}','sha256:1e0db09a51723d0884f0b6b2307763f7a5a6baef8cd286699a0ba6d5fe67b5af','','sha256:5b24aafe5735f590da50a16d0b0e794b3ff448701a7101ce45d1fb7fe3562ec8');
INSERT INTO event VALUES(21,'00000000-0000-740b-bf3e-9573defac42d',21,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.import','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff32c80f920","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff32c80f920","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l2\",\"note\":\"Họp mỗi quý\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff32c80f920","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff32c80f920","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff32c80f920","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff47026ce85","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff47026ce85","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l2\",\"note\":\"Họp mỗi quý\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff47026ce85","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff47026ce85","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","kind":"respondent","person":"01a20269-aaa2-722c-996b-2ff47026ce85","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.122Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"by":"sha256:0d5f8774d0c42f2ebf20340f9caed1c5481aab5c9d9f3e24ff9cb75623ed3f6d","by":"sha256:a4d0987aef95a41a367453e4e15aef59b9cd54b6af1f0f79c8364a650600ac07"}','sha256:5b24aafe5735f590da50a16d0b0e794b3ff448701a7101ce45d1fb7fe3562ec8','sha256:5b24aafe5735f590da50a16d0b0e794b3ff448701a7101ce45d1fb7fe3562ec8','sha256:6f75aad6b4e86a6f0129ca94e5a635fa8d54eb0ea834308e97e1dd551bb7b280');
INSERT INTO event VALUES(22,'00000000-0000-740b-bf3e-9573defac42d',22,'2026-11-22T08:40:09.131Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','assess.submit','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"track","before":null,"after":{"key":"01a20269-aaab-7249-bd68-9b7067b584e4","assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"respondent","answers":"sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e","digest":"sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e","kept":"2026-11-22T08:40:09.131Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"track","before":null,"after":{"key":"01a20269-aaab-7249-bd68-9b711048e460","assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"respondent","answers":"sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e","digest":"sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e","kept":"2026-11-22T08:40:09.131Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"result","before":null,"after":{"key":"01a20269-aaab-7249-bd68-9b72844128be","assessment":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aaab-7249-bd68-9b7067b584e4\",\"01a20269-aaab-7249-bd68-9b711048e460\"]","content":"sha256:2b33e9f11a31bf250c6d45d553249f18b58d5219bbb957075c24e443fc6717d3","digest":"sha256:2b33e9f11a31bf250c6d45d553249f18b58d5219bbb957075c24e443fc6717d3","complete":1,"score":"11/4","percent":"175/2","percent_shown":"87.50","percent_sort":87500000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.131Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"both","period_from":"2026-01-01","period_to":"2026-05-31","state":"draft","state_since":"2026-11-22T08:40:09.113Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":null,"made":"2026-11-22T08:40:09.113Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"both","period_from":"2026-01-01","period_to":"2026-05-31","state":"draft","state_since":"2026-11-22T08:40:09.113Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aaab-7249-bd68-9b72844128be","made":"2026-11-22T08:40:09.113Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":{"key":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"both","period_from":"2026-01-01","period_to":"2026-05-31","state":"draft","state_since":"2026-11-22T08:40:09.113Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aaab-7249-bd68-9b72844128be","made":"2026-11-22T08:40:09.113Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"},"after":{"key":"01a20269-aa99-76c2-8b62-5d75ee483187","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"both","period_from":"2026-01-01","period_to":"2026-05-31","state":"submitted","state_since":"2026-11-22T08:40:09.131Z","state_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","before":null,"result":"01a20269-aaab-7249-bd68-9b72844128be","made":"2026-11-22T08:40:09.113Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}}],"by":"sha256:410138026101f82c627e0408fb5a69ae2b6c2fd32ab3b4235705b1078a52a3eb","by":"sha256:47fa97c5b3955b0d76d37c183924e672c968e21e02742553c175501e6051cdb9"}','sha256:6f75aad6b4e86a6f0129ca94e5a635fa8d54eb0ea834308e97e1dd551bb7b280','sha256:6f75aad6b4e86a6f0129ca94e5a635fa8d54eb0ea834308e97e1dd551bb7b280','sha256:544a28f5e2e322104c2b2adb92677cf6e53ab0033718351a23364795b457d39e');
INSERT INTO event VALUES(23,'00000000-0000-740b-bf3e-9573defac42d',23,'2026-11-22T08:40:09.158Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','send','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[],"file":"os.khung","digest":"sha256:f7e454582e1b1763d6f6b4bae9098c16447f4dfb2e8c0f5e8f1385472d298025","names":"all","to":null}','sha256:544a28f5e2e322104c2b2adb92677cf6e53ab0033718351a23364795b457d39e','sha256:1e0db09a51723d0884f0b6b2307763f7a5a6baef8cd286699a0ba6d5fe67b5af','sha256:8ff63452cc326deb54502072a96e5aaa4300dffe9be1a31ec1fc14a711f16198');
INSERT INTO event VALUES(24,'00000000-0000-79fe-9c43-20ad6e88b199',2,'2026-11-22T08:40:09.173Z','01a20269-aab5-7171-a9bd-f90acb419c87','receive','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-a9ea-7637-b07b-8b56eab4e9d4","id":"an-2","role":"member","commitment":"sha256:aac7c5866c52c9a5883659467a84c865ddd206e25b4077f55d14a3971bbbbdbf","since":"2026-11-22T08:40:08.938Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}},{"table":"person","before":null,"after":{"key":"01a20269-a9fa-713f-9467-6686afa559bf","id":"lan","role":"assessor","commitment":"sha256:14b187688fbeac0fb4dab1efa110494464fc348c41752216fbf231bfb1ca2a66","since":"2026-11-22T08:40:08.954Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}},{"table":"person","before":null,"after":{"key":"01a20269-aa07-773a-9199-86e81bd8bfea","id":"bao","role":"assessor","commitment":"sha256:2ddd1da44d12f061345acfb70675419de23726b5acbe8152f615b44ced28728b","since":"2026-11-22T08:40:08.967Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"}},{"table":"organisation","before":null,"after":{"key":"01a20269-aa0e-703c-bf99-0ad3d22d8808","id":"oc-sen","name":"Nhóm Ốc Sên","short_name":null,"form":"association","province":"48","list":"2025","address":null,"registration":null,"registrar":null,"founded":null,"website":null,"email":null,"phone":null,"merged_into":null,"since":"2026-11-22T08:40:08.974Z"}},{"table":"tie","before":null,"after":{"person":"01a20269-aa07-773a-9199-86e81bd8bfea","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","role":"staff","from_date":"","to_date":null}},{"table":"framework","before":null,"after":{"digest":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"small","version":"1.0.0","title":"Khung nhỏ để kiểm tra dòng lệnh, có một tên gọi dài hơn tám mươi ký tự cho việc xuống dòng","language":"vi","content":"sha256:77f9477cff71f3d9234ec6f084f46a2953d179caa57beeb2b1ba9f21894a031a","source":"sha256:89b402792ae488afb0a614ff6d689e8a2f561bdfdc1336130bb8303506beea6c","added":"2026-11-22T08:40:09.014Z","added_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"assessment","before":null,"after":{"key":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","id":"os","period_from":"2026-01-01","period_to":"2026-06-30","state":"reviewed","state_since":"2026-11-22T08:40:09.097Z","state_by":"01a20269-a9fa-713f-9467-6686afa559bf","before":null,"result":"01a20269-aa89-74f6-a12b-005c485b569c","made":"2026-11-22T08:40:09.014Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l1\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"reviewer","person":"01a20269-a9fa-713f-9467-6686afa559bf","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","reason":null,"seen":null,"agreed":1,"at":"2026-11-22T08:40:09.089Z","by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"dated\":\"2026-11-22\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.062Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"note\":\"Họp mỗi quý\",\"level\":\"l1\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.062Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"answer","before":null,"after":{"assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","kind":"self","person":"","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"\"l3\"","reason":null,"seen":null,"agreed":null,"at":"2026-11-22T08:40:09.026Z","by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"track","before":null,"after":{"key":"01a20269-aa4b-7390-af9d-2ce98f1111e6","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"self","answers":"sha256:01975092694de6459d6028f2761c0ee349b78396fe46a9a29bd1970174f7af75","digest":"sha256:01975092694de6459d6028f2761c0ee349b78396fe46a9a29bd1970174f7af75","kept":"2026-11-22T08:40:09.035Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"track","before":null,"after":{"key":"01a20269-aa6e-7635-821b-15afecdb71be","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"self","answers":"sha256:6e4398781ac1f3c16caed2b7e30c4ea89dd59de2e3a322b89fd0d82a8b2b4cdc","digest":"sha256:6e4398781ac1f3c16caed2b7e30c4ea89dd59de2e3a322b89fd0d82a8b2b4cdc","kept":"2026-11-22T08:40:09.070Z","kept_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"track","before":null,"after":{"key":"01a20269-aa89-74f6-a12b-005be71086e8","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","kind":"reviewer","answers":"sha256:a6620c1cb89b3dc2cec9c57ad1567c9adc815b1ee7a0830d6c95b18578adad29","digest":"sha256:a6620c1cb89b3dc2cec9c57ad1567c9adc815b1ee7a0830d6c95b18578adad29","kept":"2026-11-22T08:40:09.097Z","kept_by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"result","before":null,"after":{"key":"01a20269-aa4b-7390-af9d-2cea0cba10fd","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa4b-7390-af9d-2ce98f1111e6\"]","content":"sha256:ef1419fa3b728ff6978083ef21eda951c9a94f221c09ebdcd062c449db27195c","digest":"sha256:ef1419fa3b728ff6978083ef21eda951c9a94f221c09ebdcd062c449db27195c","complete":1,"score":"11/4","percent":"175/2","percent_shown":"87.50","percent_sort":87500000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.035Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"result","before":null,"after":{"key":"01a20269-aa6e-7635-821b-15b0c8c70f5a","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa6e-7635-821b-15afecdb71be\"]","content":"sha256:6e1beb4b5109db5b1af29e5644a6b6f22caf26c4bcc02eb3d79b5360e307b3ef","digest":"sha256:6e1beb4b5109db5b1af29e5644a6b6f22caf26c4bcc02eb3d79b5360e307b3ef","complete":1,"score":"5/2","percent":"75","percent_shown":"75.00","percent_sort":75000000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.070Z","made_by":"01a20269-a9ea-7637-b07b-8b56eab4e9d4"}},{"table":"result","before":null,"after":{"key":"01a20269-aa89-74f6-a12b-005c485b569c","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","rules":1,"tracks":"[\"01a20269-aa6e-7635-821b-15afecdb71be\",\"01a20269-aa89-74f6-a12b-005be71086e8\"]","content":"sha256:881cb4fc38b93c63db14a7b1bc0694627b07459e595e9a31bed04c66af25fb84","digest":"sha256:881cb4fc38b93c63db14a7b1bc0694627b07459e595e9a31bed04c66af25fb84","complete":1,"score":"5/2","percent":"75","percent_shown":"75.00","percent_sort":75000000,"band":"high","grade":"dat","made":"2026-11-22T08:40:09.097Z","made_by":"01a20269-a9fa-713f-9467-6686afa559bf"}},{"table":"review","before":null,"after":{"key":"01a20269-aa55-72e8-bd8c-3009fe4caf59","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.045Z","ended":"2026-11-22T08:40:09.054Z","outcome":"returned","reason":"Để sau"}},{"table":"review","before":null,"after":{"key":"01a20269-aa78-7483-bd34-917e49611ad5","assessment":"01a20269-aa36-70e7-8630-e7bfd7170e06","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","reviewer":"01a20269-a9fa-713f-9467-6686afa559bf","taken":"2026-11-22T08:40:09.080Z","ended":"2026-11-22T08:40:09.097Z","outcome":"finished","reason":null}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"hop","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l1\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"kiem-toan","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"na\":\"chưa đến mức phải kiểm toán\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"quy-che","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}},{"table":"judgement","before":null,"after":{"review":"01a20269-aa78-7483-bd34-917e49611ad5","criterion":"so-sach","organisation":"01a20269-aa0e-703c-bf99-0ad3d22d8808","value":"{\"level\":\"l3\"}","agreed":1,"reason":null,"seen":null,"at":"2026-11-22T08:40:09.097Z"}}],"from":"00000000-0000-740b-bf3e-9573defac42d","bundle":"sha256:f7e454582e1b1763d6f6b4bae9098c16447f4dfb2e8c0f5e8f1385472d298025","made":"2026-11-22T08:40:09.158Z","events":["sha256:26f4663a72f35e776cb03796541bf3ffd76c1797a0afeff682fb5449fde7975c","sha256:82c5c0cecaeb9fcf4dd2c5d9d920ca6968f7f735227df75981c9ec96fa65335c","sha256:05875c072f9a1eb7a99862b2bd81e7fc35c315f40edcf406dfff5b0e78d861ac","sha256:4b6b6045b10ada14b731adc30bc671762d5b0ea7b84b04ad619ae2aefe949288","sha256:c12a996f75c876a88d7a2e7860cbfd1111f875564f23ff68d1adb7e6119ba02e","sha256:d75a461ceba3e88fb67c1487b5607a9ed0065220c54f0596cd15d73277d09fba","sha256:8da755c39d7e5f6183cdedd3ea6c7e0079fa05945b5631093a0b6a9d117b7cf9","sha256:271dc1f2f75d5fddfe1df4262c68ef85ef910a35a1cea110ef0e681d43ba02be","sha256:b4cc08d07533838e47ef485ca27a67fcaf088327dc792970d451431a3dce5460","sha256:87ac65a4595b69054b0fd5b8d6b2885cf7bb63d74f2a7dde4f606d1962cd053b","sha256:866280357c415f5cdbf221c3ba55df9324ec36fdd32e7ac668160c91637d8c4a","sha256:1e0db09a51723d0884f0b6b2307763f7a5a6baef8cd286699a0ba6d5fe67b5af"],"mapped":{}}','sha256:f834da86152461a3bf72b039558746685d9184685ec06e322aef183e737c0df7','sha256:1e0db09a51723d0884f0b6b2307763f7a5a6baef8cd286699a0ba6d5fe67b5af','sha256:febd91b22eb445e04b56b840ef62a46b2ba9398ef77edbc3865e1d8121732776');
INSERT INTO event VALUES(25,'00000000-0000-740b-bf3e-9573defac42d',24,'2026-11-22T08:40:09.203Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','receive','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"rows":[{"table":"person","before":null,"after":{"key":"01a20269-aab5-7171-a9bd-f90acb419c87","id":"an-2","role":"member","commitment":"sha256:5a60048e82f51bf01ae101bf65a9440d3b62ce6fc9709ed904402688944c990c","since":"2026-11-22T08:40:09.141Z","erased":null,"chain":"00000000-0000-79fe-9c43-20ad6e88b199"}}],"from":"00000000-0000-79fe-9c43-20ad6e88b199","bundle":"sha256:f24ecf71bf7d7527de64fb11fbe5d6b5ffc7697ef40cf54c3a793c99c6ab64ed","made":"2026-11-22T08:40:09.189Z","events":["sha256:febd91b22eb445e04b56b840ef62a46b2ba9398ef77edbc3865e1d8121732776"],"mapped":{}}','sha256:8ff63452cc326deb54502072a96e5aaa4300dffe9be1a31ec1fc14a711f16198','sha256:febd91b22eb445e04b56b840ef62a46b2ba9398ef77edbc3865e1d8121732776','sha256:91426ce3617a04e564973e436e40659f26a33f7b3df202ec06201d439ae043b5');
INSERT INTO event VALUES(26,'00000000-0000-740b-bf3e-9573defac42d',25,'2026-11-22T08:40:09.216Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4','person.erase','01a20269-aa07-773a-9199-86e81bd8bfea',NULL,'{"rows":[{"table":"person","before":{"key":"01a20269-aa07-773a-9199-86e81bd8bfea","id":"bao","role":"assessor","commitment":"sha256:2ddd1da44d12f061345acfb70675419de23726b5acbe8152f615b44ced28728b","since":"2026-11-22T08:40:08.967Z","erased":null,"chain":"00000000-0000-740b-bf3e-9573defac42d"},"after":{"key":"01a20269-aa07-773a-9199-86e81bd8bfea","id":"bao","role":"assessor","commitment":null,"since":"2026-11-22T08:40:08.967Z","erased":"2026-11-22T08:40:09.216Z","chain":"00000000-0000-740b-bf3e-9573defac42d"}}]}','sha256:91426ce3617a04e564973e436e40659f26a33f7b3df202ec06201d439ae043b5','sha256:ca6ca414b43b5c3ff06ca84f42a3b3ae4b555d390930b8b0eae3f93906e44e82','sha256:aad39b74e1b2b524f38b2f8dcec038702b301530bf2d5bc10161f774b38b9242');
CREATE TABLE person (               -- who acts or is in contact; acting records, it does not prove
    key        TEXT PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE, -- short, chosen, stays when the person is erased: an
    role       TEXT NOT NULL CHECK (role IN ('member', 'assessor', 'expert', 'contact', 'office')),
    commitment TEXT,                -- sha256:… over the salt and the fields in `personal`; null when erased
    since      TEXT NOT NULL,
    erased     TEXT,                -- time
    chain      TEXT NOT NULL        -- of the store in which the person was added
) STRICT;
INSERT INTO person VALUES('01a20269-a9ea-7637-b07b-8b56eab4e9d4','an','member','sha256:aac7c5866c52c9a5883659467a84c865ddd206e25b4077f55d14a3971bbbbdbf','2026-11-22T08:40:08.938Z',NULL,'00000000-0000-740b-bf3e-9573defac42d');
INSERT INTO person VALUES('01a20269-a9fa-713f-9467-6686afa559bf','lan','assessor','sha256:14b187688fbeac0fb4dab1efa110494464fc348c41752216fbf231bfb1ca2a66','2026-11-22T08:40:08.954Z',NULL,'00000000-0000-740b-bf3e-9573defac42d');
INSERT INTO person VALUES('01a20269-aa00-77a7-be7c-911dd1db64e0','tho','assessor','sha256:9f9c602b178507f9ed4c7ef16e8b4b94e1714e9055335446889f8349ecb62442','2026-11-22T08:40:08.960Z',NULL,'00000000-0000-740b-bf3e-9573defac42d');
INSERT INTO person VALUES('01a20269-aa07-773a-9199-86e81bd8bfea','bao','assessor',NULL,'2026-11-22T08:40:08.967Z','2026-11-22T08:40:09.216Z','00000000-0000-740b-bf3e-9573defac42d');
INSERT INTO person VALUES('01a20269-aab5-7171-a9bd-f90acb419c87','an-2','member','sha256:5a60048e82f51bf01ae101bf65a9440d3b62ce6fc9709ed904402688944c990c','2026-11-22T08:40:09.141Z',NULL,'00000000-0000-79fe-9c43-20ad6e88b199');
CREATE TABLE personal (
    subject TEXT PRIMARY KEY,       -- key of a person, or of a track (who gave these answers)
    content TEXT NOT NULL CHECK (json_valid(content)), -- person: name, email, phone, province, language, field, note; track: name, role
    salt    TEXT NOT NULL,          -- 64 hex digits
    sort    TEXT NOT NULL           -- derived from the name: Vietnamese order, people by their last word
) STRICT;
INSERT INTO personal VALUES('01a20269-a9ea-7637-b07b-8b56eab4e9d4','{"name":"Nguyễn Thị Ái"}','a7f8c79a902ac3fd160b9a574b00efa58b83360e0fa5f19f6dfc0cad97ea1f4c','NZ!z!_XhmV_!a!gYZ!o!10,');
INSERT INTO personal VALUES('01a20269-a9fa-713f-9467-6686afa559bf','{"name":"Zebra lan"}','3dbe2f967e91cc3861215adb6b6dad3c4166f5f3a7cccd354045caeda123e860',']N_!!nUQeN!!!!.');
INSERT INTO personal VALUES('01a20269-aa00-77a7-be7c-911dd1db64e0','{"name":"Zebra tho"}','19fe0f24b6a81f34593cdd887a295a8b5b216134bd0d1dee9bb325c5c2b0482e','gY`!!nUQeN!!!!.');
INSERT INTO personal VALUES('01a20269-aa99-76c2-8b62-5d75ee483187:respondent:01a20269-aaa2-722c-996b-2ff32c80f920','{"name":"Nguyễn 1","role":""}','efdfc21769483632989beaaf1ecab4eef0d083f425e2c702ef67fff6bc953cff','');
INSERT INTO personal VALUES('01a20269-aa99-76c2-8b62-5d75ee483187:respondent:01a20269-aaa2-722c-996b-2ff47026ce85','{"name":"Nguyễn 2","role":""}','4aa71718c36f97acbb09ceb1ce5f40e0c3ebf6c8e4c068f960a7154862605620','');
INSERT INTO personal VALUES('01a20269-aaab-7249-bd68-9b7067b584e4','{"name":"Nguyễn 1","role":""}','0be8d0a794d2683723df76f71191d655521a03e9c2e39997eed65baa9b2a31b1','');
INSERT INTO personal VALUES('01a20269-aaab-7249-bd68-9b711048e460','{"name":"Nguyễn 2","role":""}','0cfe8bf0f23a7e94e58679a9d5efd448a1bff0514da3fa351a46110b751e7ceb','');
INSERT INTO personal VALUES('01a20269-aab5-7171-a9bd-f90acb419c87','{"name":"Người khác"}','bd253db8f2600909b679f361cbeaa041260eac3c5ef0ffd058631e0165339630','\YNR!n!_XibZ!e!!!-');
CREATE TABLE consent (              -- what a person agreed to; nothing is agreed to by silence
    person    TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    purpose   TEXT NOT NULL,        -- directory, exchange …
    given     TEXT NOT NULL,        -- date
    withdrawn TEXT,                 -- date
    PRIMARY KEY (person, purpose, given)
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation (
    number       INTEGER PRIMARY KEY, -- derived: the row in this file, for the search
    key          TEXT NOT NULL UNIQUE,
    id           TEXT NOT NULL UNIQUE, -- as answers name it
    name         TEXT NOT NULL,
    short_name   TEXT,
    form         TEXT,              -- association, fund, centre …
    province     TEXT,              -- official code, only together with its list
    list         TEXT,              -- 2025: the 34 since July 2025; 2024: the 63 before
    address      TEXT,
    registration TEXT,              -- number of the registration
    registrar    TEXT,              -- who gave it
    founded      TEXT,
    website      TEXT,
    email        TEXT,              -- of the organisation, not of a person
    phone        TEXT,
    merged_into  TEXT REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT, -- a duplicate of that one
    since        TEXT NOT NULL,
    fold         TEXT,              -- derived: names, id, identifiers and province for look-up, without accents; null when merged
    lower        TEXT,              -- derived: the names in small letters with their accents; null when merged
    name_fold    TEXT,              -- derived: the name alone, without accents
    sort         TEXT,              -- derived: Vietnamese order of the name
    CHECK ((province IS NULL) = (list IS NULL))
) STRICT;
INSERT INTO organisation VALUES(1,'01a20269-aa0e-703c-bf99-0ad3d22d8808','oc-sen','Nhóm Ốc Sên',NULL,'association','48','2025',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-22T08:40:08.974Z','nhom oc sen nhom oc sen cu oc sen 2 oc sen da nang','nhóm ốc sên nhóm ốc sên cũ oc sen 2','nhom oc sen','_Y`^"aR"fV_!nt!1.0');
INSERT INTO organisation VALUES(2,'01a20269-aa17-7642-9ab9-5ea17695bfb0','oc-sen-2','Nhóm Ốc Sên cũ',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'01a20269-aa0e-703c-bf99-0ad3d22d8808','2026-11-22T08:40:08.983Z',NULL,NULL,'nhom oc sen cu','_Y`^"aR"fV_"Rh!nt[!1.0');
CREATE TABLE organisation_name (    -- in other languages
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    language     TEXT NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (organisation, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation_identifier (
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    scheme       TEXT NOT NULL,     -- VN-TIN (tax), VN-MOST (science and technology) …
    value        TEXT NOT NULL,
    PRIMARY KEY (organisation, scheme, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'organisation_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO organisation_search_data VALUES(1,X'010e0a');
INSERT INTO organisation_search_data VALUES(10,X'000000000104040004010101020101030101040101');
INSERT INTO organisation_search_data VALUES(137438953473,X'000000e00330646101020701046e616e670102080203686f6d0102020303c3b36d010601010201026f6301040304010373656e010404040203c3aa6e01060101040104e1bb916301060101030002316401020701016e010a020801010201016f01040304010173010a04040101040103e1bb910106010103000332646101020701026e6101020802016801080201010201026f630104030401027365010404040202c3aa01060101040104e1bb916301060101030004336e616e0102080202686f0102020302c3b30106010102010373656e010404040203c3aa6e0106010104040709080a08090a0b070a070a0a0807090808090b09070909');
INSERT INTO organisation_search_data VALUES(274877906945,X'000000eb023032020208010263750202050202c5a9020601010501046e686f6d0202020303c3b36d020601010201026f6302040305010373656e020404050203c3aa6e02060101040104e1bb916302060101030002313202020801016302080501010501016e02080201010201016f02040305010173020a04050101040103e1bb91020601010300033263750202050202c5a9020601010501026e6802080201010201026f630204030501027365020404050202c3aa02060101040104e1bb916302060101030004336e686f0202020302c3b30206010102010373656e020404050203c3aa6e020601010404060709090a08090a0b070909070a0a08090a0808090b090909');
INSERT INTO organisation_search_data VALUES(412316860417,X'000000aa02303202010102637502010202c5a9020101046e686f6d02010303c3b36d020101026f630201010373656e02010203c3aa6e02010104e1bb91630201000231320201010163020101016e020101016f020101017302010103e1bb910201000332637502010202c5a9020101026e68020101026f6302010102736502010202c3aa02010104e1bb916302010004336e686f02010302c3b30201010373656e02010203c3aa6e02010405060608070607070806050505050707060606060608080607');
INSERT INTO organisation_search_data VALUES(549755813889,X'0000014b02303201080b01010b010263750102080202c5a901060101080102646101030e01046e616e6701030f0203686f6d010502050303c3b36d01090101020501026f63010f03050505010109010373656e010f0405050501010a0203c3aa6e0109010104050104e1bb91630109010103050002313201080b01010b01016301080801010801016401030e01016e010f02050c0101020501016f010f0305050501010901017301130405050501010405050103e1bb9101090101030500033263750102080202c5a901060101080102646101030e01026e6101030f020168010d02050101020501026f63010f0305050501010901027365010f0405050501010a0202c3aa0109010104050104e1bb91630109010103050004336e616e01030f0202686f010502050302c3b3010901010205010373656e010f0405050501010a0203c3aa6e010901010405040907090709090b0d0e0b0c0a09060c0c0e0b080907070b0d0d0a0c09080a0e');
CREATE TABLE IF NOT EXISTS 'organisation_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO organisation_search_idx VALUES(1,X'',2);
INSERT INTO organisation_search_idx VALUES(2,X'',2);
INSERT INTO organisation_search_idx VALUES(3,X'',2);
INSERT INTO organisation_search_idx VALUES(4,X'',2);
CREATE TABLE IF NOT EXISTS 'organisation_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO organisation_search_docsize VALUES(1,X'0e0a');
CREATE TABLE IF NOT EXISTS 'organisation_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO organisation_search_config VALUES('version',4);
CREATE TABLE organisation_field (   -- what it works on
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    vocabulary   TEXT NOT NULL,
    code         TEXT NOT NULL,
    PRIMARY KEY (organisation, vocabulary, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation_size (    -- facts by year
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    year         INTEGER NOT NULL,
    fact         TEXT NOT NULL,     -- staff, volunteers, members, budget …
    value        TEXT NOT NULL,     -- exact decimal
    unit         TEXT,
    PRIMARY KEY (organisation, year, fact)
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation_status (
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    from_date    TEXT NOT NULL,
    status       TEXT NOT NULL,     -- active, suspended, dissolved …
    note         TEXT,
    PRIMARY KEY (organisation, from_date)
) STRICT, WITHOUT ROWID;
CREATE TABLE tie (                  -- a person's place in an organisation: contact, staff, board …
    person       TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    role         TEXT NOT NULL,
    from_date    TEXT NOT NULL,     -- '' when not known
    to_date      TEXT,
    PRIMARY KEY (person, organisation, role, from_date)
) STRICT, WITHOUT ROWID;
INSERT INTO tie VALUES('01a20269-aa07-773a-9199-86e81bd8bfea','01a20269-aa0e-703c-bf99-0ad3d22d8808','staff','',NULL);
CREATE TABLE activity (
    key          TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('programme', 'project', 'non_project')),
    title        TEXT NOT NULL,
    vocabulary   TEXT,
    field        TEXT,
    province     TEXT,
    list         TEXT,
    place        TEXT,
    from_date    TEXT,
    to_date      TEXT,
    donor        TEXT,
    value        TEXT,              -- exact decimal
    currency     TEXT,              -- ISO 4217
    removed      TEXT,              -- time: no longer listed
    CHECK ((province IS NULL) = (list IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE network (
    key        TEXT PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    short_name TEXT,
    since      TEXT NOT NULL,
    sort       TEXT                 -- derived: Vietnamese order of the name
) STRICT;
INSERT INTO network VALUES('01a20269-aa2e-7006-8063-8f6f8bd8fc91','mang','Mạng Ốc',NULL,'2026-11-22T08:40:09.006Z','^N_X"aR!un!1.');
CREATE TABLE membership (
    network      TEXT NOT NULL REFERENCES network ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    from_date    TEXT NOT NULL,
    to_date      TEXT,
    PRIMARY KEY (network, organisation, from_date)
) STRICT, WITHOUT ROWID;
CREATE TABLE framework (
    digest   TEXT PRIMARY KEY,      -- sha256:… of the resolved framework (scoring.md, section 6)
    id       TEXT NOT NULL,
    version  TEXT NOT NULL,
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    content  TEXT NOT NULL CHECK (json_valid(content)), -- the whole framework, canonical JSON
    source   BLOB NOT NULL,         -- the file it came from, byte for byte, with its comments
    added    TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
INSERT INTO framework VALUES('sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23','small','1.0.0','Khung nhỏ để kiểm tra dòng lệnh, có một tên gọi dài hơn tám mươi ký tự cho việc xuống dòng','vi','{"bands":{"by":"score","domains":"true","steps":[{"from":"1","id":"low","title":"Thấp"},{"from":"2.5","id":"high","title":"Cao"}]},"description":"Một khung chỉ dùng trong kiểm thử.","domains":[{"criteria":[{"id":"quy-che","title":"Quy chế được viết ra và người trong tổ chức đọc được bất cứ lúc nào họ cần"},{"id":"hop","title":"Họp định kỳ"}],"id":"quan-tri","title":"Quản trị và điều hành"},{"criteria":[{"id":"so-sach","title":"Sổ sách"},{"id":"kiem-toan","title":"Kiểm toán"}],"id":"tai-chinh","title":"Tài chính"}],"format":"1","gates":[{"id":"du-quy-che","require":{"at_least":"l2","criterion":"quy-che"},"title":"Có quy chế"}],"grades":[{"id":"dat","require":{"all_of":[{"gate":"du-quy-che"},{"not_applicable_percent":"25"}]},"title":"Đạt"}],"id":"small","kind":"framework","language":"vi","scales":[{"id":"s","levels":[{"id":"l1","points":"1","title":"Mới bắt đầu"},{"id":"l2","points":"2","title":"Đang làm"},{"id":"l3","points":"3","title":"Thành nếp"}]}],"status":"published","title":"Khung nhỏ để kiểm tra dòng lệnh, có một tên gọi dài hơn tám mươi ký tự cho việc xuống dòng","version":"1.0.0"}',X'6b696e643a206672616d65776f726b0a666f726d61743a20310a69643a20736d616c6c0a76657273696f6e3a20312e302e300a7374617475733a207075626c69736865640a6c616e67756167653a2076690a7469746c653a204b68756e67206e68e1bb8f20c491e1bb83206b69e1bb836d207472612064c3b26e67206ce1bb876e682c2063c3b3206de1bb99742074c3aa6e2067e1bb8d692064c3a0692068c6a16e2074c3a16d206dc6b0c6a169206bc3bd2074e1bbb12063686f207669e1bb8763207875e1bb916e672064c3b26e670a6465736372697074696f6e3a204de1bb9974206b68756e67206368e1bb892064c3b96e672074726f6e67206b69e1bb836d207468e1bbad2e0a7363616c65733a0a20202d2069643a20730a202020206c6576656c733a0a2020202020202d207b69643a206c312c20706f696e74733a20312c207469746c653a204de1bb9b692062e1baaf7420c491e1baa7757d0a2020202020202d207b69643a206c322c20706f696e74733a20322c207469746c653a20c490616e67206cc3a06d7d0a2020202020202d207b69643a206c332c20706f696e74733a20332c207469746c653a205468c3a06e68206ee1babf707d0a62616e64733a0a202062793a2073636f72650a2020646f6d61696e733a20747275650a202073746570733a0a202020202d207b69643a206c6f772c2066726f6d3a20312c207469746c653a205468e1baa5707d0a202020202d207b69643a20686967682c2066726f6d3a20322e352c207469746c653a2043616f7d0a646f6d61696e733a0a20202d2069643a207175616e2d7472690a202020207469746c653a205175e1baa36e207472e1bb8b2076c3a020c49169e1bb81752068c3a06e680a2020202063726974657269613a0a2020202020202d207b69643a207175792d6368652c207469746c653a20517579206368e1babf20c491c6b0e1bba363207669e1babf742072612076c3a0206e67c6b0e1bb9d692074726f6e672074e1bb95206368e1bba96320c491e1bb8d6320c491c6b0e1bba3632062e1baa5742063e1bba9206cc3ba63206ec3a06f2068e1bb8d2063e1baa76e7d0a2020202020202d207b69643a20686f702c207469746c653a2048e1bb8d7020c491e1bb8b6e68206be1bbb37d0a20202d2069643a207461692d6368696e680a202020207469746c653a2054c3a069206368c3ad6e680a2020202063726974657269613a0a2020202020202d207b69643a20736f2d736163682c207469746c653a2053e1bb952073c3a163687d0a2020202020202d207b69643a206b69656d2d746f616e2c207469746c653a204b69e1bb836d20746fc3a16e7d0a67617465733a0a20202d207b69643a2064752d7175792d6368652c207469746c653a2043c3b320717579206368e1babf2c20726571756972653a207b637269746572696f6e3a207175792d6368652c2061745f6c656173743a206c327d7d0a6772616465733a0a20202d207b69643a206461742c207469746c653a20c490e1baa1742c20726571756972653a207b616c6c5f6f663a205b7b676174653a2064752d7175792d6368657d2c207b6e6f745f6170706c696361626c655f70657263656e743a2032357d5d7d7d0a','2026-11-22T08:40:09.014Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
CREATE TABLE assessment (           -- one organisation, one framework, one period
    key          TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework    TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT,
    id           TEXT NOT NULL UNIQUE, -- for people: hoi-song-xanh-2026
    period_from  TEXT NOT NULL,
    period_to    TEXT NOT NULL CHECK (period_to >= period_from),
    state        TEXT NOT NULL
                 CHECK (state IN ('draft', 'submitted', 'in_review', 'returned', 'reviewed', 'certified', 'closed', 'withdrawn')),
    state_since  TEXT NOT NULL,
    state_by     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    before       TEXT REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT, -- the round before, whose answers were carried
    result       TEXT,              -- key of the result that counts, null before the first
    made         TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    UNIQUE (organisation, framework, period_from, period_to)
) STRICT;
INSERT INTO assessment VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23','os','2026-01-01','2026-06-30','reviewed','2026-11-22T08:40:09.097Z','01a20269-a9fa-713f-9467-6686afa559bf',NULL,'01a20269-aa89-74f6-a12b-005c485b569c','2026-11-22T08:40:09.014Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO assessment VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23','both','2026-01-01','2026-05-31','submitted','2026-11-22T08:40:09.131Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4',NULL,'01a20269-aaab-7249-bd68-9b72844128be','2026-11-22T08:40:09.113Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
CREATE TABLE answer (               -- a track that is still being worked on, one row a criterion; '' holds profile, date, name of the file
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('self', 'respondent', 'consensus', 'reviewer')),
    person       TEXT NOT NULL,     -- key of the respondent or reviewer; '' for self and consensus
    criterion    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    value        TEXT NOT NULL CHECK (json_valid(value)), -- as in a file of answers
    reason       TEXT,              -- reviewer: why another level than the organisation's
    seen         TEXT,              -- reviewer: what evidence was seen
    agreed       INTEGER CHECK (agreed IN (0, 1)), -- reviewer: confirmed as it was
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    PRIMARY KEY (assessment, kind, person, criterion)
) STRICT, WITHOUT ROWID;
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','reviewer','01a20269-a9fa-713f-9467-6686afa559bf','hop','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l1"}',NULL,NULL,1,'2026-11-22T08:40:09.089Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','reviewer','01a20269-a9fa-713f-9467-6686afa559bf','kiem-toan','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"na":"chưa đến mức phải kiểm toán"}',NULL,NULL,1,'2026-11-22T08:40:09.089Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','reviewer','01a20269-a9fa-713f-9467-6686afa559bf','quy-che','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l3"}',NULL,NULL,1,'2026-11-22T08:40:09.089Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','reviewer','01a20269-a9fa-713f-9467-6686afa559bf','so-sach','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l3"}',NULL,NULL,1,'2026-11-22T08:40:09.089Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','self','','','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"dated":"2026-11-22"}',NULL,NULL,NULL,'2026-11-22T08:40:09.062Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','self','','hop','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"note":"Họp mỗi quý","level":"l1"}',NULL,NULL,NULL,'2026-11-22T08:40:09.062Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','self','','kiem-toan','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"na":"chưa đến mức phải kiểm toán"}',NULL,NULL,NULL,'2026-11-22T08:40:09.026Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','self','','quy-che','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.026Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa36-70e7-8630-e7bfd7170e06','self','','so-sach','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.026Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff32c80f920','','01a20269-aa0e-703c-bf99-0ad3d22d8808','{}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff32c80f920','hop','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l2","note":"Họp mỗi quý"}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff32c80f920','kiem-toan','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"na":"chưa đến mức phải kiểm toán"}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff32c80f920','quy-che','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff32c80f920','so-sach','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff47026ce85','','01a20269-aa0e-703c-bf99-0ad3d22d8808','{}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff47026ce85','hop','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l2","note":"Họp mỗi quý"}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff47026ce85','kiem-toan','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"na":"chưa đến mức phải kiểm toán"}',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff47026ce85','quy-che','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO answer VALUES('01a20269-aa99-76c2-8b62-5d75ee483187','respondent','01a20269-aaa2-722c-996b-2ff47026ce85','so-sach','01a20269-aa0e-703c-bf99-0ad3d22d8808','"l3"',NULL,NULL,NULL,'2026-11-22T08:40:09.122Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
CREATE TABLE track (                -- one file of answers, never changed once kept
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('self', 'respondent', 'consensus', 'reviewer')),
    answers      TEXT NOT NULL CHECK (json_valid(answers)), -- the whole file as canonical JSON, without `by` (see personal)
    digest       TEXT NOT NULL,     -- of that text
    kept         TEXT NOT NULL,
    kept_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
INSERT INTO track VALUES('01a20269-aa4b-7390-af9d-2ce98f1111e6','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','self','{"answers":{"hop":{"level":"l2","note":"Họp mỗi quý"},"kiem-toan":{"na":"chưa đến mức phải kiểm toán"},"quy-che":"l3","so-sach":"l3"},"format":"1","framework":{"id":"small","version":"1.0.0"},"kind":"answers","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":{"from":"2026-01-01","to":"2026-06-30"},"track":"self"}','sha256:01975092694de6459d6028f2761c0ee349b78396fe46a9a29bd1970174f7af75','2026-11-22T08:40:09.035Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO track VALUES('01a20269-aa6e-7635-821b-15afecdb71be','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','self','{"answers":{"hop":{"level":"l1","note":"Họp mỗi quý"},"kiem-toan":{"na":"chưa đến mức phải kiểm toán"},"quy-che":"l3","so-sach":"l3"},"dated":"2026-11-22","format":"1","framework":{"id":"small","version":"1.0.0"},"kind":"answers","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":{"from":"2026-01-01","to":"2026-06-30"},"track":"self"}','sha256:6e4398781ac1f3c16caed2b7e30c4ea89dd59de2e3a322b89fd0d82a8b2b4cdc','2026-11-22T08:40:09.070Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO track VALUES('01a20269-aa89-74f6-a12b-005be71086e8','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','reviewer','{"answers":{"hop":{"level":"l1"},"kiem-toan":{"na":"chưa đến mức phải kiểm toán"},"quy-che":{"level":"l3"},"so-sach":{"level":"l3"}},"format":"1","framework":{"id":"small","version":"1.0.0"},"kind":"answers","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":{"from":"2026-01-01","to":"2026-06-30"},"track":"reviewer"}','sha256:a6620c1cb89b3dc2cec9c57ad1567c9adc815b1ee7a0830d6c95b18578adad29','2026-11-22T08:40:09.097Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO track VALUES('01a20269-aaab-7249-bd68-9b7067b584e4','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','respondent','{"answers":{"hop":{"level":"l2","note":"Họp mỗi quý"},"kiem-toan":{"na":"chưa đến mức phải kiểm toán"},"quy-che":"l3","so-sach":"l3"},"format":"1","framework":{"id":"small","version":"1.0.0"},"kind":"answers","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":{"from":"2026-01-01","to":"2026-05-31"},"track":"respondent"}','sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e','2026-11-22T08:40:09.131Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO track VALUES('01a20269-aaab-7249-bd68-9b711048e460','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','respondent','{"answers":{"hop":{"level":"l2","note":"Họp mỗi quý"},"kiem-toan":{"na":"chưa đến mức phải kiểm toán"},"quy-che":"l3","so-sach":"l3"},"format":"1","framework":{"id":"small","version":"1.0.0"},"kind":"answers","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":{"from":"2026-01-01","to":"2026-05-31"},"track":"respondent"}','sha256:1d39207b7f173ea4570b3d0d9dd442a517aed16d4d5180fbb77682b2954cbe5e','2026-11-22T08:40:09.131Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
CREATE TABLE result (               -- what scoring gave, pinned: never recomputed in place; the newest counts
    key           TEXT PRIMARY KEY,
    assessment    TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation  TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework     TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT, -- the digest it rests on
    rules         INTEGER NOT NULL, -- number of the rule set
    tracks        TEXT NOT NULL CHECK (json_valid(tracks)), -- keys of the answers it rests on, in the order they were given
    content       TEXT NOT NULL CHECK (json_valid(content)), -- the kept form (see above); scoring.md, section 6 comes of it
    digest        TEXT NOT NULL,    -- of that text
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    score         TEXT,             -- the total: reduced fraction, null without a score
    percent       TEXT,             -- the same of its percent
    percent_shown TEXT,             -- as printed
    percent_sort  INTEGER,          -- in millionths of a percent, for ordering long lists and nothing else
    band          TEXT,             -- id, null for none
    grade         TEXT,             -- id, null for none
    made          TEXT NOT NULL,
    made_by       TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
INSERT INTO result VALUES('01a20269-aa4b-7390-af9d-2cea0cba10fd','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23',1,'["01a20269-aa4b-7390-af9d-2ce98f1111e6"]','{"kind":"kept-result","format":1,"rules":1,"framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":["2026-01-01","2026-06-30"],"coverage":[3,3,1,0,0],"domains":[[true,3,"11/4","1","3","high"],[true,2,"5/2","1","3","high"],[true,1,"3","1","3","high"]],"criteria":[2,1,2,"not_applicable"],"views":[],"gates":[["yes","Đạt: Quy chế được viết ra và người trong tổ chức đọc được bất cứ lúc nào họ cần từ mức Đang làm."]],"grade":"dat"}','sha256:ef1419fa3b728ff6978083ef21eda951c9a94f221c09ebdcd062c449db27195c',1,'11/4','175/2','87.50',87500000,'high','dat','2026-11-22T08:40:09.035Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO result VALUES('01a20269-aa6e-7635-821b-15b0c8c70f5a','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23',1,'["01a20269-aa6e-7635-821b-15afecdb71be"]','{"kind":"kept-result","format":1,"rules":1,"framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":["2026-01-01","2026-06-30"],"coverage":[3,3,1,0,0],"domains":[[true,3,"5/2","1","3","high"],[true,2,"2","1","3","low"],[true,1,"3","1","3","high"]],"criteria":[2,0,2,"not_applicable"],"views":[],"gates":[["yes","Đạt: Quy chế được viết ra và người trong tổ chức đọc được bất cứ lúc nào họ cần từ mức Đang làm."]],"grade":"dat"}','sha256:6e1beb4b5109db5b1af29e5644a6b6f22caf26c4bcc02eb3d79b5360e307b3ef',1,'5/2','75','75.00',75000000,'high','dat','2026-11-22T08:40:09.070Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
INSERT INTO result VALUES('01a20269-aa89-74f6-a12b-005c485b569c','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23',1,'["01a20269-aa6e-7635-821b-15afecdb71be","01a20269-aa89-74f6-a12b-005be71086e8"]','{"kind":"kept-result","format":1,"rules":1,"framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":["2026-01-01","2026-06-30"],"coverage":[3,3,1,0,0],"domains":[[true,3,"5/2","1","3","high"],[true,2,"2","1","3","low"],[true,1,"3","1","3","high"]],"criteria":[[2],[0],[2],"not_applicable"],"views":[],"gates":[["yes","Đạt: Quy chế được viết ra và người trong tổ chức đọc được bất cứ lúc nào họ cần từ mức Đang làm."]],"grade":"dat"}','sha256:881cb4fc38b93c63db14a7b1bc0694627b07459e595e9a31bed04c66af25fb84',1,'5/2','75','75.00',75000000,'high','dat','2026-11-22T08:40:09.097Z','01a20269-a9fa-713f-9467-6686afa559bf');
INSERT INTO result VALUES('01a20269-aaab-7249-bd68-9b72844128be','01a20269-aa99-76c2-8b62-5d75ee483187','01a20269-aa0e-703c-bf99-0ad3d22d8808','sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23',1,'["01a20269-aaab-7249-bd68-9b7067b584e4","01a20269-aaab-7249-bd68-9b711048e460"]','{"kind":"kept-result","format":1,"rules":1,"framework":"sha256:0fe9c98a7b5dcfe601a660e14870297e6c86e64549de75fa892216d6a7246e23","organisation":{"id":"oc-sen","name":"Nhóm Ốc Sên"},"period":["2026-01-01","2026-05-31"],"coverage":[3,3,1,0,0],"domains":[[true,3,"11/4","1","3","high"],[true,2,"5/2","1","3","high"],[true,1,"3","1","3","high"]],"criteria":[2,1,2,"not_applicable"],"views":[],"gates":[["yes","Đạt: Quy chế được viết ra và người trong tổ chức đọc được bất cứ lúc nào họ cần từ mức Đang làm."]],"grade":"dat"}','sha256:2b33e9f11a31bf250c6d45d553249f18b58d5219bbb957075c24e443fc6717d3',1,'11/4','175/2','87.50',87500000,'high','dat','2026-11-22T08:40:09.131Z','01a20269-a9ea-7637-b07b-8b56eab4e9d4');
CREATE TABLE rollup (
    framework TEXT NOT NULL,        -- id; all its versions together
    year      INTEGER NOT NULL,     -- of period_to
    list      TEXT NOT NULL,        -- of the organisation's province
    province  TEXT NOT NULL,
    form      TEXT NOT NULL,        -- of the organisation
    state     TEXT NOT NULL,
    grade     TEXT NOT NULL,        -- of the result that counts
    complete  INTEGER NOT NULL,     -- 1 or 0, of that result
    n         INTEGER NOT NULL CHECK (n >= 0), -- assessments; a row with none is removed
    PRIMARY KEY (framework, year, list, province, form, state, grade, complete)
) STRICT, WITHOUT ROWID;
INSERT INTO rollup VALUES('small',2026,'2025','48','association','reviewed','dat',1,1);
INSERT INTO rollup VALUES('small',2026,'2025','48','association','submitted','dat',1,1);
CREATE TABLE review (               -- a reviewer's turn at an assessment
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    reviewer     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    taken        TEXT NOT NULL,
    ended        TEXT,              -- time, null while it lasts
    outcome      TEXT CHECK (outcome IN ('finished', 'returned', 'withdrawn')),
    reason       TEXT               -- of a return
) STRICT;
INSERT INTO review VALUES('01a20269-aa55-72e8-bd8c-3009fe4caf59','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','01a20269-a9fa-713f-9467-6686afa559bf','2026-11-22T08:40:09.045Z','2026-11-22T08:40:09.054Z','returned','Để sau');
INSERT INTO review VALUES('01a20269-aa78-7483-bd34-917e49611ad5','01a20269-aa36-70e7-8630-e7bfd7170e06','01a20269-aa0e-703c-bf99-0ad3d22d8808','01a20269-a9fa-713f-9467-6686afa559bf','2026-11-22T08:40:09.080Z','2026-11-22T08:40:09.097Z','finished',NULL);
CREATE TABLE judgement (            -- what the reviewer said of a criterion when the review ended
    review       TEXT NOT NULL REFERENCES review ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    value        TEXT NOT NULL CHECK (json_valid(value)),
    agreed       INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    reason       TEXT,
    seen         TEXT,
    at           TEXT NOT NULL,
    PRIMARY KEY (review, criterion)
) STRICT, WITHOUT ROWID;
INSERT INTO judgement VALUES('01a20269-aa78-7483-bd34-917e49611ad5','hop','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l1"}',1,NULL,NULL,'2026-11-22T08:40:09.097Z');
INSERT INTO judgement VALUES('01a20269-aa78-7483-bd34-917e49611ad5','kiem-toan','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"na":"chưa đến mức phải kiểm toán"}',1,NULL,NULL,'2026-11-22T08:40:09.097Z');
INSERT INTO judgement VALUES('01a20269-aa78-7483-bd34-917e49611ad5','quy-che','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l3"}',1,NULL,NULL,'2026-11-22T08:40:09.097Z');
INSERT INTO judgement VALUES('01a20269-aa78-7483-bd34-917e49611ad5','so-sach','01a20269-aa0e-703c-bf99-0ad3d22d8808','{"level":"l3"}',1,NULL,NULL,'2026-11-22T08:40:09.097Z');
CREATE TABLE reply (                -- the organisation's answer to a changed level
    key          TEXT PRIMARY KEY,
    review       TEXT NOT NULL REFERENCES review ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    text         TEXT NOT NULL,
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    title        TEXT NOT NULL,
    file         TEXT,              -- its name
    dated        TEXT,              -- date of the document
    sha256       TEXT,              -- 64 hex digits
    size         INTEGER,           -- bytes
    kept         INTEGER NOT NULL CHECK (kept IN (0, 1)), -- a copy lies beside the store
    added        TEXT NOT NULL,
    added_by     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    removed      TEXT               -- time
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence_use (         -- one item can serve several criteria
    evidence     TEXT NOT NULL REFERENCES evidence ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    item         TEXT NOT NULL,     -- id of the criterion's evidence item
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT, -- after the key: integrity_check of
                                                        -- SQLite 3.40 takes a column between a key's for null
    PRIMARY KEY (evidence, criterion, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflict (             -- both sides changed the same field; ours stands until somebody decides
    key          TEXT PRIMARY KEY,
    organisation TEXT,
    thread       TEXT NOT NULL,     -- key of what it is about
    place        TEXT NOT NULL,     -- table, row and column: JSON list
    ours         TEXT NOT NULL,     -- JSON: value, at, by, chain
    theirs       TEXT NOT NULL,
    found        TEXT NOT NULL,
    settled      TEXT,              -- time
    kept         TEXT CHECK (kept IN ('ours', 'theirs'))
) STRICT;
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','organisation_search','organisation_search',0,'CREATE VIRTUAL TABLE organisation_search USING fts5 (fold, lower, content = ''organisation'', content_rowid = ''number'',
                                                     tokenize = "unicode61 remove_diacritics 0", prefix = ''1 2 3'')');
CREATE INDEX event_by_thread ON event (thread, seq);
CREATE INDEX event_by_organisation ON event (organisation, seq) WHERE organisation IS NOT NULL;
CREATE INDEX personal_by_sort ON personal (sort);
CREATE INDEX organisation_by_sort ON organisation (sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_name ON organisation (name_fold) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_province ON organisation (province, list, sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_form ON organisation (form, sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX organisation_identifier_by_value ON organisation_identifier (scheme, value);
CREATE INDEX organisation_field_by_code ON organisation_field (vocabulary, code);
CREATE INDEX tie_by_organisation ON tie (organisation);
CREATE INDEX activity_by_organisation ON activity (organisation);
CREATE INDEX network_by_sort ON network (sort);
CREATE INDEX membership_by_organisation ON membership (organisation);
CREATE INDEX framework_by_id ON framework (id, version);
CREATE INDEX track_by_assessment ON track (assessment, kind, digest, kept_by);
CREATE INDEX result_by_assessment ON result (assessment, made);
CREATE INDEX result_by_grade ON result (grade, organisation) WHERE grade IS NOT NULL;
CREATE INDEX review_by_assessment ON review (assessment, taken);
CREATE INDEX reply_by_review ON reply (review);
CREATE INDEX evidence_by_assessment ON evidence (assessment);
CREATE INDEX conflict_open ON conflict (thread) WHERE settled IS NULL;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never removed'); END;
CREATE VIEW organisation_words (number, key, fold, lower, name_fold, sort) AS
SELECT number, key,
       iif(merged_into IS NULL, khung_fold(concat || ' ' || id || identifiers || ' ' || coalesce(khung_place(province, list), '')), NULL),
       iif(merged_into IS NULL, khung_lower(concat), NULL), khung_fold(name), khung_sort(name)
FROM (SELECT o.*, o.name || coalesce(' ' || o.short_name, '')
                  || coalesce((SELECT ' ' || group_concat(n.name, ' ') FROM organisation_name n WHERE n.organisation = o.key), '')
                  || coalesce((SELECT ' ' || group_concat(m.name || ' ' || m.id, ' ') FROM organisation m WHERE m.merged_into = o.key), '') AS concat,
             coalesce((SELECT ' ' || group_concat(i.value, ' ') FROM organisation_identifier i WHERE i.organisation = o.key), '') AS identifiers
      FROM organisation o);
CREATE TRIGGER organisation_added AFTER INSERT ON organisation BEGIN
    UPDATE organisation SET (fold, lower, name_fold, sort) = (SELECT fold, lower, name_fold, sort FROM organisation_words WHERE number = NEW.number)
    WHERE number = NEW.number;
END;
CREATE TRIGGER organisation_renamed AFTER UPDATE OF id, name, short_name, province, list, merged_into ON organisation
WHEN (OLD.id, OLD.name, OLD.short_name, OLD.province, OLD.list, OLD.merged_into)
     IS NOT (NEW.id, NEW.name, NEW.short_name, NEW.province, NEW.list, NEW.merged_into) BEGIN
    UPDATE organisation SET (fold, lower, name_fold, sort) = (SELECT fold, lower, name_fold, sort FROM organisation_words WHERE number = NEW.number)
    WHERE number = NEW.number;
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.merged_into) WHERE key = NEW.merged_into;
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.merged_into) WHERE key = OLD.merged_into;
END;
CREATE TRIGGER organisation_found AFTER UPDATE OF fold, lower ON organisation WHEN (OLD.fold, OLD.lower) IS NOT (NEW.fold, NEW.lower) BEGIN
    INSERT INTO organisation_search (organisation_search, rowid, fold, lower) SELECT 'delete', OLD.number, OLD.fold, OLD.lower WHERE OLD.fold IS NOT NULL;
    INSERT INTO organisation_search (rowid, fold, lower) SELECT NEW.number, NEW.fold, NEW.lower WHERE NEW.fold IS NOT NULL;
END;
CREATE TRIGGER organisation_name_added AFTER INSERT ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_name_changed AFTER UPDATE ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_name_removed AFTER DELETE ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.organisation) WHERE key = OLD.organisation;
END;
CREATE TRIGGER organisation_identifier_added AFTER INSERT ON organisation_identifier BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_identifier_removed AFTER DELETE ON organisation_identifier BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.organisation) WHERE key = OLD.organisation;
END;
CREATE TRIGGER network_added AFTER INSERT ON network BEGIN
    UPDATE network SET sort = khung_sort(name) WHERE key = NEW.key;
END;
CREATE TRIGGER network_renamed AFTER UPDATE OF name ON network WHEN OLD.name IS NOT NEW.name BEGIN
    UPDATE network SET sort = khung_sort(name) WHERE key = NEW.key;
END;
CREATE TRIGGER framework_stays BEFORE UPDATE ON framework BEGIN SELECT raise(ABORT, 'a kept framework is never changed'); END;
CREATE TRIGGER framework_remains BEFORE DELETE ON framework BEGIN SELECT raise(ABORT, 'a kept framework is never removed'); END;
CREATE TRIGGER track_stays BEFORE UPDATE ON track BEGIN SELECT raise(ABORT, 'a kept track is never changed'); END;
CREATE TRIGGER track_remains BEFORE DELETE ON track BEGIN SELECT raise(ABORT, 'a kept track is never removed'); END;
CREATE TRIGGER result_stays BEFORE UPDATE ON result BEGIN SELECT raise(ABORT, 'a kept result is never changed'); END;
CREATE TRIGGER result_remains BEFORE DELETE ON result BEGIN SELECT raise(ABORT, 'a kept result is never removed'); END;
CREATE TRIGGER rollup_empty AFTER UPDATE OF n ON rollup WHEN new.n = 0 BEGIN
    DELETE FROM rollup WHERE framework = new.framework AND year = new.year AND list = new.list AND province = new.province AND form = new.form
        AND state = new.state AND grade = new.grade AND complete = new.complete;
END;
CREATE VIEW rollup_of AS
    SELECT a.key, a.organisation, f.id AS framework, CAST(substr(a.period_to, 1, 4) AS INTEGER) AS year, coalesce(o.list, '') AS list,
           coalesce(o.province, '') AS province, coalesce(o.form, '') AS form, a.state, coalesce(r.grade, '') AS grade,
           coalesce(r.complete, 0) AS complete
    FROM assessment a JOIN organisation o ON o.key = a.organisation JOIN framework f ON f.digest = a.framework
    LEFT JOIN result r ON r.key = a.result
    WHERE a.result IS NULL OR r.key IS NOT NULL;
CREATE VIEW rollup_again AS
    SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of
    GROUP BY framework, year, list, province, form, state, grade, complete;
CREATE TRIGGER rollup_new AFTER INSERT ON assessment WHEN new.result IS NULL BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.key
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_before BEFORE UPDATE OF organisation, framework, period_to, state, result ON assessment BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE key = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_after AFTER UPDATE OF organisation, framework, period_to, state, result ON assessment BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.key
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_removed BEFORE DELETE ON assessment BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE key = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_result AFTER INSERT ON result WHEN (SELECT result FROM assessment WHERE key = new.assessment) = new.key BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.assessment
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_organisation_before BEFORE UPDATE OF province, list, form ON organisation
WHEN old.province IS NOT new.province OR old.list IS NOT new.list OR old.form IS NOT new.form BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE organisation = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_organisation_after AFTER UPDATE OF province, list, form ON organisation
WHEN old.province IS NOT new.province OR old.list IS NOT new.list OR old.form IS NOT new.form BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, count(*) FROM rollup_of WHERE organisation = new.key GROUP BY framework, year, list, province, form, state, grade, complete
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE VIEW working AS              -- derived: the organisation's answers that are worked on; where there are none yet, those of the result that counts
    SELECT assessment, kind, person, criterion, value FROM answer WHERE kind <> 'reviewer'
    UNION ALL
    SELECT a.key, t.kind, iif(t.kind = 'respondent', t.key, ''), j.key, iif(j.type = 'text', json_quote(j.value), j.value)
    FROM assessment a JOIN result r ON r.key = a.result, json_each(r.tracks) k JOIN track t ON t.key = k.value, json_each(t.answers, '$.answers') j
    WHERE t.kind <> 'reviewer' AND NOT EXISTS (SELECT 1 FROM answer w WHERE w.assessment = a.key AND w.kind <> 'reviewer')
    UNION ALL
    SELECT a.key, t.kind, iif(t.kind = 'respondent', t.key, ''), '',
           json_patch('{}', json_object('dated', t.answers ->> '$.dated', 'profile', json(t.answers -> '$.profile')))
    FROM assessment a JOIN result r ON r.key = a.result, json_each(r.tracks) k JOIN track t ON t.key = k.value
    WHERE t.kind <> 'reviewer' AND NOT EXISTS (SELECT 1 FROM answer w WHERE w.assessment = a.key AND w.kind <> 'reviewer')
;
CREATE VIEW no_reviewer AS          -- derived: who may not review an assessment, and why
    SELECT a.key AS assessment, t.person, 'tied' AS why FROM assessment a JOIN tie t ON t.organisation = a.organisation
    WHERE t.to_date IS NULL OR t.to_date >= a.period_from
    UNION ALL SELECT assessment, kept_by, 'answered' FROM track WHERE kind <> 'reviewer'
    UNION ALL SELECT assessment, by, 'answered' FROM answer WHERE kind <> 'reviewer'
    UNION ALL SELECT e.thread, e.by, 'answered' FROM event e -- also when somebody else wrote over it later
    WHERE e.act <> 'receive' AND EXISTS (SELECT 1 FROM json_each(e.body, '$.rows') r WHERE r.value ->> '$.table' = 'answer'
          AND coalesce(r.value ->> '$.after.kind', r.value ->> '$.before.kind') <> 'reviewer')
    UNION ALL SELECT key, state_by, 'approved' FROM assessment WHERE state IN ('certified', 'closed')
;
CREATE TRIGGER review_begins BEFORE INSERT ON review WHEN NOT EXISTS (SELECT 1 FROM review WHERE key = NEW.key) BEGIN
    SELECT raise(ABORT, 'duties: a reviewer is an assessor or expert')
    WHERE EXISTS (SELECT 1 FROM person WHERE key = NEW.reviewer AND role NOT IN ('assessor', 'expert'));
    SELECT raise(ABORT, 'duties: the reviewer is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'tied');
    SELECT raise(ABORT, 'duties: the reviewer answered for the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'answered');
    SELECT raise(ABORT, 'duties: the reviewer approved the same')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'approved');
END;
CREATE TRIGGER review_finishes BEFORE UPDATE ON review WHEN NEW.outcome = 'finished' AND OLD.outcome IS NULL BEGIN
    SELECT raise(ABORT, 'duties: the reviewer is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'tied');
END;
CREATE TRIGGER review_remains BEFORE UPDATE OF assessment, reviewer ON review
WHEN NEW.assessment <> OLD.assessment OR NEW.reviewer <> OLD.reviewer BEGIN SELECT raise(ABORT, 'duties: a review keeps its reviewer'); END;
CREATE TRIGGER answer_duties BEFORE INSERT ON answer WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.by);
END;
CREATE TRIGGER answer_duties_later BEFORE UPDATE OF by ON answer WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.by);
END;
CREATE TRIGGER track_duties BEFORE INSERT ON track WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.kept_by);
END;
CREATE TRIGGER assessment_duties BEFORE UPDATE OF state, state_by ON assessment WHEN NEW.state IN ('certified', 'closed') BEGIN
    SELECT raise(ABORT, 'duties: a reviewer approves the same')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.key AND reviewer = NEW.state_by);
END;
PRAGMA writable_schema=OFF;
COMMIT;
