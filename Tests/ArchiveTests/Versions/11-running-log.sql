CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE provenance (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
);
CREATE TABLE experiment (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  digest TEXT NOT NULL,
  question TEXT NOT NULL,
  effective TEXT NOT NULL,
  source TEXT NOT NULL,
  recordedAt REAL NOT NULL,
  UNIQUE (name, digest)
);
CREATE TABLE configuration (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  label TEXT NOT NULL,
  spec TEXT NOT NULL,
  dataset TEXT NOT NULL,
  dataDigest TEXT NOT NULL,
  UNIQUE (experiment, position)
);
CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('measurement', 'tuning')),
  configuration INTEGER NOT NULL,
  candidate INTEGER NOT NULL CHECK (candidate >= -1),
  replicate INTEGER NOT NULL CHECK (replicate >= 0),
  trial TEXT NOT NULL CHECK (length(trial) = 64),
  UNIQUE (experiment, purpose, configuration, candidate, replicate)
);
CREATE TABLE tuningChoice (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  configuration INTEGER NOT NULL,
  chosen INTEGER NOT NULL CHECK (chosen >= 0),
  scores TEXT NOT NULL,
  UNIQUE (experiment, configuration)
);
CREATE TABLE trial (
  id INTEGER PRIMARY KEY,
  hex TEXT NOT NULL UNIQUE CHECK (length(hex) = 64),
  spec TEXT NOT NULL,
  seed TEXT NOT NULL,
  replicate INTEGER NOT NULL CHECK (replicate >= 0),
  status TEXT NOT NULL CHECK (status IN ('completed', 'diverged')),
  divergedEpoch INTEGER CHECK ((divergedEpoch IS NOT NULL) = (status = 'diverged')),
  batchOrder TEXT NOT NULL,
  initialWeights TEXT NOT NULL,
  finalWeights TEXT NOT NULL,
  correctness BLOB NOT NULL,
  checksum TEXT NOT NULL,
  provenance INTEGER NOT NULL REFERENCES provenance (id)
);
CREATE TABLE epochMetric (
  id INTEGER PRIMARY KEY,
  trial INTEGER NOT NULL REFERENCES trial (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  epoch INTEGER NOT NULL CHECK (epoch >= 0),
  split TEXT NOT NULL CHECK (split IN ('training', 'validation', 'test')),
  metric TEXT NOT NULL,
  layer TEXT NOT NULL,
  value REAL,
  state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
  CHECK ((value IS NULL) = (state <> 'finite')),
  UNIQUE (trial, epoch, split, metric, layer)
);
CREATE TABLE weight (
  id INTEGER PRIMARY KEY,
  trial INTEGER NOT NULL REFERENCES trial (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  name TEXT NOT NULL,
  shape TEXT NOT NULL,
  "values" BLOB NOT NULL,
  UNIQUE (trial, name)
);
CREATE TABLE measurement (
  id INTEGER PRIMARY KEY,
  trial INTEGER NOT NULL REFERENCES trial (id),
  startedAt REAL NOT NULL,
  trainingSeconds REAL NOT NULL CHECK (trainingSeconds >= 0),
  evaluationSeconds REAL NOT NULL CHECK (evaluationSeconds >= 0),
  cpuSeconds REAL NOT NULL CHECK (cpuSeconds >= 0),
  peakMemory INTEGER NOT NULL CHECK (peakMemory >= 0),
  host TEXT NOT NULL
);
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  trial TEXT NOT NULL CHECK (length(trial) = 64),
  startedAt REAL NOT NULL,
  endedAt REAL NOT NULL CHECK (endedAt >= startedAt),
  state TEXT NOT NULL CHECK (state IN ('failed', 'timedOut', 'interrupted')),
  host TEXT NOT NULL,
  message TEXT NOT NULL
, log TEXT NOT NULL DEFAULT '');
CREATE TABLE invocation (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  startedAt REAL NOT NULL
);
CREATE TABLE running (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  trial TEXT NOT NULL CHECK (length(trial) = 64),
  startedAt REAL NOT NULL,
  heartbeatAt REAL NOT NULL CHECK (heartbeatAt >= startedAt),
  host TEXT NOT NULL CHECK (host <> ''),
  process INTEGER NOT NULL CHECK (process > 0), log TEXT NOT NULL DEFAULT '',
  UNIQUE (trial, host, process)
);
CREATE TABLE inference (
  id INTEGER PRIMARY KEY,
  trial INTEGER NOT NULL REFERENCES trial (id),
  split TEXT NOT NULL CHECK (split IN ('training', 'validation', 'test')),
  mode TEXT NOT NULL CHECK (mode <> ''),
  checksum TEXT NOT NULL,
  provenance INTEGER NOT NULL REFERENCES provenance (id),
  UNIQUE (trial, split, mode)
);
CREATE TABLE inferenceMetric (
  id INTEGER PRIMARY KEY,
  inference INTEGER NOT NULL REFERENCES inference (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  samples INTEGER NOT NULL CHECK (samples >= 1),
  metric TEXT NOT NULL,
  value REAL,
  state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
  CHECK ((value IS NULL) = (state <> 'finite')),
  UNIQUE (inference, samples, metric)
);
CREATE TABLE freezing (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  tier TEXT NOT NULL,
  digest TEXT NOT NULL,
  effective TEXT NOT NULL,
  sourceCommit TEXT NOT NULL,
  frozenAt REAL NOT NULL,
  trialsRead INTEGER NOT NULL CHECK (trialsRead >= 0)
);
CREATE TABLE probe (
  id INTEGER PRIMARY KEY,
  trial INTEGER NOT NULL REFERENCES trial (id),
  request TEXT NOT NULL CHECK (request <> ''),
  checksum TEXT NOT NULL,
  provenance INTEGER NOT NULL REFERENCES provenance (id),
  UNIQUE (trial, request)
);
CREATE TABLE probeValue (
  id INTEGER PRIMARY KEY,
  probe INTEGER NOT NULL REFERENCES probe (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  layer TEXT NOT NULL,
  statistic TEXT NOT NULL CHECK (statistic <> ''),
  place REAL,
  value REAL,
  state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
  CHECK ((value IS NULL) = (state <> 'finite')),
  UNIQUE (probe, position),
  UNIQUE (probe, layer, statistic, place)
);
CREATE TABLE program (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL CHECK (version <> ''),
  tables TEXT NOT NULL,
  since REAL NOT NULL
);
CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  place TEXT NOT NULL CHECK (place <> ''),
  row INTEGER NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  chain TEXT NOT NULL CHECK (length(chain) = 64),
  made TEXT NOT NULL CHECK (made IN ('recording', 'migration'))
);
CREATE TABLE release (
  id INTEGER PRIMARY KEY,
  seal INTEGER NOT NULL UNIQUE REFERENCES seal (id),
  releasedAt REAL NOT NULL
);
CREATE TABLE reproduction (
  id INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiment (id),
  checkedAt REAL NOT NULL,
  version TEXT NOT NULL,
  engine INTEGER NOT NULL,
  architecture TEXT NOT NULL CHECK (architecture <> ''),
  seed TEXT NOT NULL,
  drawn INTEGER NOT NULL CHECK (drawn >= 1),
  population INTEGER NOT NULL CHECK (population >= drawn)
);
CREATE TABLE reproducedTrial (
  id INTEGER PRIMARY KEY,
  reproduction INTEGER NOT NULL REFERENCES reproduction (id),
  trial TEXT NOT NULL CHECK (length(trial) = 64),
  agreement TEXT NOT NULL CHECK (agreement IN ('bits', 'within', 'differs', 'failed')),
  largest REAL,
  detail TEXT NOT NULL,
  UNIQUE (reproduction, trial)
);
CREATE TABLE annotation (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL CHECK (subject IN ('experiment', 'trial')),
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('tag', 'note', 'star')),
  text TEXT NOT NULL CHECK ((text = '') = (kind = 'star')),
  writtenAt REAL NOT NULL,
  UNIQUE (subject, name, kind, text)
);
CREATE TABLE forgetting (
  id INTEGER PRIMARY KEY,
  experiment TEXT NOT NULL,
  digests TEXT NOT NULL,
  trials INTEGER NOT NULL CHECK (trials >= 0),
  rows INTEGER NOT NULL CHECK (rows >= 0),
  forgottenAt REAL NOT NULL
);
CREATE TABLE permit (id INTEGER PRIMARY KEY CHECK (id = 1));
CREATE TABLE patch (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  text TEXT NOT NULL CHECK (text <> '')
);
CREATE TABLE specification (
  id INTEGER PRIMARY KEY,
  line TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL CHECK (json_valid(json))
);
INSERT INTO grdb_migrations VALUES ('1-facts');
INSERT INTO grdb_migrations VALUES ('2-attempts');
INSERT INTO grdb_migrations VALUES ('3-final');
INSERT INTO grdb_migrations VALUES ('4-running');
INSERT INTO grdb_migrations VALUES ('5-log');
INSERT INTO grdb_migrations VALUES ('6-inference');
INSERT INTO grdb_migrations VALUES ('7-freezing');
INSERT INTO grdb_migrations VALUES ('8-probes');
INSERT INTO grdb_migrations VALUES ('9-digests');
INSERT INTO grdb_migrations VALUES ('10-annotations');
INSERT INTO grdb_migrations VALUES ('10-forgetting');
INSERT INTO grdb_migrations VALUES ('10-patches');
INSERT INTO grdb_migrations VALUES ('10-views');
INSERT INTO grdb_migrations VALUES ('11-running-log');
INSERT INTO provenance VALUES (1, '26d10543fe3ac8279aa810c33902880ea94d1e20fb84f3cae21a243cddc47d1a', 'program: test: with a colon');
INSERT INTO experiment VALUES (1, 'small', '294827fdfded52170b61eb9ebd509057637e3e9a98fbdb3aad7e044013b6e0c2', 'Does it keep what it is given?', 'name: small
question: Does it keep what it is given?
seed: 1
inference: [{ monteCarlo: { samples: 5 } }]
probes: [unitRemoval]
replicates: 3
baseline: { trial.dropout.hidden: none }
trial:
  dataset: { name: synthetic-digits, training: 100, validation: 20, test: 20 }
  network: { mlp: { hidden: [8] } }
  optimizer: { sgd: { learningRate: 0.1 } }
  training: { batchSize: 10, epochs: 2 }
tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
vary: { trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }] }
', 'name: small
question: Does it keep what it is given?
seed: 1
inference: [{ monteCarlo: { samples: 5 } }]
probes: [unitRemoval]
replicates: 3
baseline: { trial.dropout.hidden: none }
trial:
  dataset: { name: synthetic-digits, training: 100, validation: 20, test: 20 }
  network: { mlp: { hidden: [8] } }
  optimizer: { sgd: { learningRate: 0.1 } }
  training: { batchSize: 10, epochs: 2 }
tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
vary:
  trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]', 1.79590151824727582933e+09);
INSERT INTO configuration VALUES (1, 1, 0, 'none', '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.1 } }, training: { batchSize: 10, epochs: 2 } }', 'synthetic-digits', 'digest');
INSERT INTO configuration VALUES (2, 1, 1, 'bernoulli 0.5', '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, dropout: { hidden: { bernoulli: { rate: 0.5 } } }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.1 } }, training: { batchSize: 10, epochs: 2 } }', 'synthetic-digits', 'digest');
INSERT INTO member VALUES (1, 1, 'tuning', 0, 0, 901, 'd5419ca1dfff2d897e6b3aabc9a05fd38ac9668b8064612a7b490a66c4d9f590');
INSERT INTO member VALUES (2, 1, 'tuning', 1, 0, 901, '2a6c3484bfb22e5cec54aa48edfce7b95307a4443270bf7701d224078c0ceed2');
INSERT INTO member VALUES (3, 1, 'tuning', 0, 1, 901, 'c4b2edc951506575a510eab1017f8e38a46b32e836619914ded322382f68a8ea');
INSERT INTO member VALUES (4, 1, 'tuning', 1, 1, 901, '16dee0b8aaa1f93e8f0a61fe75c005d907d8bede26976099d919cd32a4d59562');
INSERT INTO member VALUES (5, 1, 'measurement', 0, -1, 0, '6695836f6df838f5a2eff89a408ffa60856307893c4987d0b2de93f0fac86e9e');
INSERT INTO member VALUES (6, 1, 'measurement', 1, -1, 0, 'bb0890887ca6866f029daf2a5d268b6e3552ecbf74db97f5042a502e05a6de30');
INSERT INTO member VALUES (7, 1, 'measurement', 0, -1, 1, 'ad6647427b73e55fa3eec30a36c2da3c03427a2fc04c266468ce88213cfa0407');
INSERT INTO member VALUES (8, 1, 'measurement', 1, -1, 1, 'a7ce3d74e6af2da4d4a01a767845388fdb6f91e3b7a63853673648b988401983');
INSERT INTO member VALUES (9, 1, 'measurement', 0, -1, 2, 'fa89577980da456c7c1af030f4a87174fb50a9f8b99f01e465f3809de1f5cfe0');
INSERT INTO member VALUES (10, 1, 'measurement', 1, -1, 2, '08b6af37fd886ca0f28135cc122b317a659da23e7ff082eff030884f03192bb0');
INSERT INTO tuningChoice VALUES (1, 1, 0, 1, '0.5 diverged');
INSERT INTO trial VALUES (1, '6695836f6df838f5a2eff89a408ffa60856307893c4987d0b2de93f0fac86e9e', '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '1', 0, 'completed', NULL, 'order 0', 'hidden1 abc', 'final', X'0102FF', '6812b2813be705423a6ee3851f3987a33120ceb0f85bbe3aac8a155fb5e03500', 1);
INSERT INTO trial VALUES (2, 'bb0890887ca6866f029daf2a5d268b6e3552ecbf74db97f5042a502e05a6de30', '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, dropout: { hidden: { bernoulli: { rate: 0.5 } } }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '1', 0, 'completed', NULL, 'order 0', 'hidden1 abc', 'final', X'0102FF', 'a38f310b9c93528ab929ab649e834f1b52d6678fb46da8221b90cdc47e101911', 1);
INSERT INTO trial VALUES (3, 'ad6647427b73e55fa3eec30a36c2da3c03427a2fc04c266468ce88213cfa0407', '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '1', 1, 'completed', NULL, 'order 1', 'hidden1 abc', 'final', X'0102FF', '6a4090c6374eee2ff14876d2b52b4917b3f890a81c6ccd9b2b9242a05c07f5a9', 1);
INSERT INTO epochMetric VALUES (1, 1, 0, 1, 'validation', 'error', '', 0.125, 'finite');
INSERT INTO epochMetric VALUES (2, 1, 1, 2, 'training', 'sparsity', 'hidden1', 3.33333333333333314829e-01, 'finite');
INSERT INTO epochMetric VALUES (3, 1, 2, 2, 'validation', 'error', '', 0.0625, 'finite');
INSERT INTO epochMetric VALUES (4, 1, 3, 2, 'test', 'nll', '', NULL, 'inf');
INSERT INTO epochMetric VALUES (5, 1, 4, 2, 'test', 'loss', '', NULL, 'nan');
INSERT INTO epochMetric VALUES (6, 2, 0, 1, 'validation', 'error', '', 0.125, 'finite');
INSERT INTO epochMetric VALUES (7, 2, 1, 2, 'training', 'sparsity', 'hidden1', 3.33333333333333314829e-01, 'finite');
INSERT INTO epochMetric VALUES (8, 2, 2, 2, 'validation', 'error', '', 0.0625, 'finite');
INSERT INTO epochMetric VALUES (9, 2, 3, 2, 'test', 'nll', '', NULL, 'inf');
INSERT INTO epochMetric VALUES (10, 2, 4, 2, 'test', 'loss', '', NULL, 'nan');
INSERT INTO epochMetric VALUES (11, 3, 0, 1, 'validation', 'error', '', 0.125, 'finite');
INSERT INTO epochMetric VALUES (12, 3, 1, 2, 'training', 'sparsity', 'hidden1', 3.33333333333333314829e-01, 'finite');
INSERT INTO epochMetric VALUES (13, 3, 2, 2, 'validation', 'error', '', 0.0625, 'finite');
INSERT INTO epochMetric VALUES (14, 3, 3, 2, 'test', 'nll', '', NULL, 'inf');
INSERT INTO epochMetric VALUES (15, 3, 4, 2, 'test', 'loss', '', NULL, 'nan');
INSERT INTO weight VALUES (1, 1, 0, '0.weight', '2 2', X'0000C03F0000000001000000E6B1617F');
INSERT INTO weight VALUES (2, 2, 0, '0.weight', '2 2', X'0000C03F0000000001000000E6B1617F');
INSERT INTO weight VALUES (3, 3, 0, '0.weight', '2 2', X'0000C03F0000000001000000E6B1617F');
INSERT INTO measurement VALUES (1, 1, 1000.0, 2.0, 0.5, 2.25, 1048576, 'here');
INSERT INTO measurement VALUES (2, 2, 1000.0, 2.0, 0.5, 2.25, 1048576, 'here');
INSERT INTO measurement VALUES (3, 3, 1000.0, 2.0, 0.5, 2.25, 1048576, 'here');
INSERT INTO attempt VALUES (1, 1, 'fa89577980da456c7c1af030f4a87174fb50a9f8b99f01e465f3809de1f5cfe0', 5.0, 6.0, 'failed', 'here', 'no', 'a');
INSERT INTO invocation VALUES (1, 1, 1.79590151824848842619e+09);
INSERT INTO inference VALUES (1, 1, 'test', 'weightScaling', '44ca97f8e2407bcaeb7bea9974986aab22e6284ae2a6bc2f68169125933f5c1f', 1);
INSERT INTO inference VALUES (2, 2, 'test', 'weightScaling', '651e1f6bfdcee4ef0c89b3d992c3a0d0a3a426022179c6823c33f91e83e0bf66', 1);
INSERT INTO inference VALUES (3, 2, 'test', '{ monteCarlo: { samples: 5 } }', '0b38affd35ce287339754ca3fd9b6aa7dfea774ce4d41260021a146def4faa98', 1);
INSERT INTO inference VALUES (4, 3, 'test', 'weightScaling', '325bf4b2292fffeff18e1da2d2a718b364db4f3ce6baee14bdd0b315121a814d', 1);
INSERT INTO inferenceMetric VALUES (1, 1, 0, 1, 'error', 0.25, 'finite');
INSERT INTO inferenceMetric VALUES (2, 1, 1, 5, 'nll', NULL, 'inf');
INSERT INTO inferenceMetric VALUES (3, 2, 0, 1, 'error', 0.25, 'finite');
INSERT INTO inferenceMetric VALUES (4, 2, 1, 5, 'nll', NULL, 'inf');
INSERT INTO inferenceMetric VALUES (5, 3, 0, 1, 'error', 0.25, 'finite');
INSERT INTO inferenceMetric VALUES (6, 3, 1, 5, 'nll', NULL, 'inf');
INSERT INTO inferenceMetric VALUES (7, 4, 0, 1, 'error', 0.25, 'finite');
INSERT INTO inferenceMetric VALUES (8, 4, 1, 5, 'nll', NULL, 'inf');
INSERT INTO freezing VALUES (1, 'small', '', 'd', 'e', 'c', 1.0, 0);
INSERT INTO probe VALUES (1, 1, 'unitRemoval', '06dccb34339b0637032337e6fe6d7ba30d70333b823e9402d26c6edc98fa3caf', 1);
INSERT INTO probe VALUES (2, 2, 'unitRemoval', 'da0a71844b3310abda886bade2caee16ba1ae251d415c5ea3d5cea60e9422ba4', 1);
INSERT INTO probe VALUES (3, 3, 'unitRemoval', '44998b5c97c6e1fd8d444d4adf9c38f984de94a49cbc23b042379ea74787b272', 1);
INSERT INTO probeValue VALUES (1, 1, 0, '', 'temperature', NULL, 1.5, 'finite');
INSERT INTO probeValue VALUES (2, 1, 1, 'hidden1', 'accuracyDrop', 0.05, NULL, 'nan');
INSERT INTO probeValue VALUES (3, 2, 0, '', 'temperature', NULL, 1.5, 'finite');
INSERT INTO probeValue VALUES (4, 2, 1, 'hidden1', 'accuracyDrop', 0.05, NULL, 'nan');
INSERT INTO probeValue VALUES (5, 3, 0, '', 'temperature', NULL, 1.5, 'finite');
INSERT INTO probeValue VALUES (6, 3, 1, 'hidden1', 'accuracyDrop', 0.05, NULL, 'nan');
INSERT INTO program VALUES (1, '0.1.0', '11-running-log', 1.79590151823312211033e+09);
INSERT INTO seal VALUES (1, 'program', 1, '1c0e788d54c61af5d517543f24060992a17707089ffc7ebe86aa47c490f8a80f', '69b2cdc8295ca8ddf96c0772a440427311af889eeda38688cad5d239729eb9d5', 'recording');
INSERT INTO seal VALUES (2, 'experiment', 1, '332b5ed1f94dd637745c1cf258258f7965b14652b4eb52bcadc456e59a0491a9', '2bff0b4c50a9cfe2bdc888b949fd440180fc71c843f539342ef18d6049bc51f9', 'recording');
INSERT INTO seal VALUES (3, 'configuration', 1, '193e66faea96b9d49b25ee50167297aa5c0380e039096dc60adc055eee6ce2bb', '380f0f400b1a60175d0575ba9484233f8aeeb3dee7a743ca48312ab1cc07b953', 'recording');
INSERT INTO seal VALUES (4, 'configuration', 2, 'ea9334196ff478fe801c57b74e5e717a3d146b3adf569db7b8c790290f6a9fe5', '9b8541feacdeaae6cb9026cb38e17199f22b6f26b56dfc094a822427e3dff9db', 'recording');
INSERT INTO seal VALUES (5, 'member', 1, 'deb8953f79453c926fe945a3f16a78b52228e5a669e2c5448bba6dec2870f372', 'cafe7d2c6d581c7e174c4e254f7d0bda7532e887dec105b86938571d2fc843d3', 'recording');
INSERT INTO seal VALUES (6, 'member', 2, 'e04575e559a8e5db2cfcd6e535bd45664680f6568c67784f220949f4b754fc9f', 'b9eb2b7e76bdb935b2b22102873e17d7281157d45444c72d2a645116f8a098e3', 'recording');
INSERT INTO seal VALUES (7, 'member', 3, '92a659ae44cb4eb0d06a282ada1c8d7705205f9f29a1c4a535783bf2a1edb5df', '34c9bbe1072961da0fe1512f6e170b0936591c7fabaa4049e6c577846e2dff4f', 'recording');
INSERT INTO seal VALUES (8, 'member', 4, 'c840e37d87822ac458c77bc6b5f4a5e99676f61ff1ee26ceb17a45745e540212', '3564a6e3e21e6f79b80fc6bca05b068b60b5ae9ef7e2ad2d536a8a5c0e6563a6', 'recording');
INSERT INTO seal VALUES (9, 'invocation', 1, '88228e0021ca23fb1d77c5a020239f345b8a6693f3080093c36e2581a44f3fe9', '1915831da96d0930711f87c8c3546f46ae401452ac1ae46827f7499b1ed4b124', 'recording');
INSERT INTO seal VALUES (10, 'member', 5, 'd4f6563684ebce761a8d231f67ba8eeca908ec1d4c86fad1fd6fd6d1eb5a6e44', '29c4c0c20f63f1ddd1f02b66e052150e0cbc5504d3de08a755a2eafd5279ce66', 'recording');
INSERT INTO seal VALUES (11, 'member', 6, 'b2eb1891741aa2d7d8d7899286cbbaa441137a70548dc86c8261b40165559651', '83c3e3cb886a0b585491f14d9409c6b2003adf9855cb5ee11b39f37787b86abc', 'recording');
INSERT INTO seal VALUES (12, 'member', 7, '0d35c09c415ccf37866ccba0f40034169b88c3490d566bde53d0d1740cab1137', 'f1ae681355b6e01b083376964f98bc7254c7d6b2df38a8ace236b26d8154a5c6', 'recording');
INSERT INTO seal VALUES (13, 'member', 8, 'b6c43294b4f6f079fb2aa996b1f185bb85c33fad2f7546acf12045bd318662fc', 'bd09fb45987ae34b68c324e81023704183108b2c14629e0638b8022b7f5a73b2', 'recording');
INSERT INTO seal VALUES (14, 'member', 9, '26273e69eb3cd3f88c3242e769652942590317e471058f40e32fdeaabc6a2f20', '3ad9f87e89f50dd3f0c0329dc5ca1a16ae65507184700107f196c302ebd3a755', 'recording');
INSERT INTO seal VALUES (15, 'member', 10, '070a5b48a7202e8ea17a285821013843c57936e9e5a7d2249023c987004c955d', 'b59f27c33eb51e772862522f46e5fb8258743186677cbc575cea3e7400fdb1bc', 'recording');
INSERT INTO seal VALUES (16, 'tuningChoice', 1, 'eca918a2e10179209afa7fabb23a9b391a7b8edddfef7a8e31e83ec70f693d79', '05c07ffe2f5775697b01777fa6a3b26449d87e4ca1245f01e8283318abc51d17', 'recording');
INSERT INTO seal VALUES (17, 'provenance', 1, 'e98dbe30d425c81e94ee0828b7224baab94b611938ca36b7e0e46b4112b73596', 'b69adb553f33d34907c903aeaab4e3eba4b7c8f646c2e5a2b340ccfbfd5e5192', 'recording');
INSERT INTO seal VALUES (18, 'trial', 1, '0a02de70f851654ddc3da70af0509c045e46de8e406860d6d7c688b3ba249a50', '67a11602db9c6f0ed0b691a975312b09b7f643ef8d631be9ec2622e86861e0e9', 'recording');
INSERT INTO seal VALUES (19, 'weight', 1, '9da3f7b5e64d3f1bc2baaa8bbd9ad7453e5ad6ae5a66b4ad05e0393dc7aa1f37', '7875836756a76a8a18a1c41af000d41c37fb552830ca5aa3e5a3f0817269b300', 'recording');
INSERT INTO seal VALUES (20, 'measurement', 1, 'd60a8f09b69039e8609e8d0742a296e9dfa2d1b353b2fdacd60232ee9ae0e812', 'b4b1049e8388140401169132eb813fc2f9363acb2c69fe19c16c56ba76d59ffe', 'recording');
INSERT INTO seal VALUES (21, 'inference', 1, '3df7fa591ea4f994e977161980ef6be7a2a8017db418c2fb98e19f46a411fc00', '14f6abeaa683f53b992afb0b22506cbc641a862c6fa04eabc9bf3516f308c77b', 'recording');
INSERT INTO seal VALUES (22, 'probe', 1, '31aa65b26c8f4c21c40bb2e3bc17223ba439b9f95d400c7064440788e8c17868', 'c2be2f29f90867485209396e02d879ddb37c7f086a771be099c766b6a623f508', 'recording');
INSERT INTO seal VALUES (23, 'specification', 1, '0eee74b98436d429cc5152355631bbd0881b0508904483330ea7cc143623eb49', '69e8c53406d388c1c85d7e65b5ae647423fe4b7859c1585ed7fede55988b6188', 'recording');
INSERT INTO seal VALUES (24, 'trial', 2, '11d434ac575d2ddc327de3ca97dd9223f7b9455ebddd034766dd1f9675b36972', '9272482c1f89fa98cac4f83da786d5827988bb5094e31e81454c9c76cd7ba222', 'recording');
INSERT INTO seal VALUES (25, 'weight', 2, 'f23a6e27127987f75ee06b378364cd74ccae580b7291e43c10b8be8e78730e53', '70a1c888a445af8fdd82a08454a41b1d1fcc922dde8c14e34b317db821fd6abc', 'recording');
INSERT INTO seal VALUES (26, 'measurement', 2, '10323543e437ae41eb8c5364bde6d728e59ae82870f67873510a283b5c537328', 'f33ff74604eba749be483f3b3bbbccad92ff47101d0ceb215034a955265e031d', 'recording');
INSERT INTO seal VALUES (27, 'inference', 2, 'b1ea7137dca0e8989aeaab63041b2ec0ab84addb2085ccd2e189b1dd87a7b099', '58058185c387cbbcc5223dc64c12769acefcc3213681b7562731da0b3c78014c', 'recording');
INSERT INTO seal VALUES (28, 'inference', 3, 'd38c8fbd8d09eae65221bd928177bc2b9ee367bd6e91b5efe96ea5012eccceea', '7d7253e740f11c3d4a097c328cdf856c37fec237d93ab14c46e4ec439c62f1b3', 'recording');
INSERT INTO seal VALUES (29, 'probe', 2, '70bf2b606b7e2b9ce376e6327d2669dd87a7fa56a3330c394c93a2694e5f11a4', '52de36a85e2fc15ed4630b9d475e0353437df80b4640153e8c099c4b8585f36e', 'recording');
INSERT INTO seal VALUES (30, 'specification', 2, '5f27888df5a033d1a4d4e02be408e8879d8d1f0a8af9047abda9a87202efb4b5', '0c3a2c7d97aa31a1e51d7f9e62c8caa62d0978b0aff6270cbc4387dff05fb232', 'recording');
INSERT INTO seal VALUES (31, 'trial', 3, '6d8252ecc367cab513a33c7c667078ac49bb792855e0f93389ea0eaba5930ab9', '71549393c9dbfdaab953096f18ca30863c7a27cd6cb12b4de7ef8d2c8a959c6d', 'recording');
INSERT INTO seal VALUES (32, 'weight', 3, 'd9886d5492e84b9e470dea804014e2e89f06453ff6f863904524d5bb85cf95d4', 'c7b045d24d8a222a109bb37d21ca8113b3cb7501485a9a4dafed49aebdac1b79', 'recording');
INSERT INTO seal VALUES (33, 'measurement', 3, '45a483f3b844aa73fa91f39c8dd59e20f475f8234bd07816d2f2c7b646ecb78a', '2e0a36a0d56acd50ffc474a66ea4d493f6727636d8be7d13d5949079c8130bb7', 'recording');
INSERT INTO seal VALUES (34, 'inference', 4, 'ed14ae0ac7588c06570d64f828371e8300577e493c984fe09760888e2f1f679c', '6b93d93b72066af9126d937923396dc50aeda91f4e1cc4a9d496063f0588c233', 'recording');
INSERT INTO seal VALUES (35, 'probe', 3, '2aef618fc3d56d62519067aee7038c05ac5b639418ad2c032bbb331c6ca351cf', '0aaea29a4e9e41040cd9ded492f8d324cd91522c9a747595e4758fa7e302a811', 'recording');
INSERT INTO seal VALUES (36, 'attempt', 1, 'b8909697629dcd5bcf25b4d2bcad1056727470346b4ab44f1cb2c94b9862b4c0', '526209e5a197aab5d27b2abd6a61b6e94859fc96f34a095f90486445be0cd7c0', 'recording');
INSERT INTO seal VALUES (37, 'freezing', 1, 'b9e711841a625b0acca4af8ae76a7591fc1aac459f22ecbab07da62581e12d22', '05fd26ed4127005fcc2a1b7c7ecf1676496feb164750e657683bbbbda4cb042e', 'recording');
INSERT INTO seal VALUES (38, 'reproduction', 1, '75d48e66c2a3d0e6008a61b936aff175e95b6a82b817a5c5bc2645bcea4e9c6d', '0c0d5f3bff3d9fe88427aeb70901d874784bca171e028a433636a31f5b7759e4', 'recording');
INSERT INTO seal VALUES (39, 'experiment', 2, '78aad7d6a120cebd4bb7b1fbc16ce767f0a75a1d10f78d52ccbf0b831909ee54', 'd46b3922526008a3417d9b6665461b40045a7cacf65888fa2aa835a661e4c486', 'recording');
INSERT INTO seal VALUES (40, 'configuration', 3, 'ea31749f265a879924ee7e7572daa941a45d5935b8beb1cde6d35270fabfe8f8', '916ecd6aa1c609e17f97c07309774a482b3770794c71c645059e5ff6252106f9', 'recording');
INSERT INTO seal VALUES (41, 'configuration', 4, '7ae531bb835e2cfe498739ffb62e2fb632461fe1b6bc5cf33f868747225815c8', 'd525dbec5371581b27f82211bb6cf8af45be6910b3dbf9497b60db27218b0f40', 'recording');
INSERT INTO seal VALUES (42, 'member', 11, 'a07455a599762d834a5a3bb535e731621889902a7295d47ddf7937f327b4a13d', '4cc7de1a78a3e899ecc3045081b55ae836080a2c66b249cb9820c409ec40f27c', 'recording');
INSERT INTO seal VALUES (43, 'member', 12, 'f8aacd827cc309aaf33d7a76310f51e948675f6ca7a2683da324df0400cd4012', 'a093095b0be5fefabacf7536847cc88abf7c905dd1008d86ccbdce7adb8237f2', 'recording');
INSERT INTO seal VALUES (44, 'member', 13, '2681fd964a113e7697ab8489d9b4c6932817db4552acce59ff496215eb7fefe7', '84e65e9d9e2148eea3f0fd904425e5c5c7afc83d5adc86298201c3974742c7c2', 'recording');
INSERT INTO seal VALUES (45, 'member', 14, 'f673ea537c9984d1a760a0dd4f0282ad2fc5bdc2b4477955ac354fff4a8615aa', 'c7687bc22190ab1b911f27f1832d4c2a2b90977a88ec0583e7a1e17ea1cbea91', 'recording');
INSERT INTO seal VALUES (46, 'invocation', 2, 'f6c7c23864aa4ef049a9fb9ea138058d5d65d8c4d04a98f2305f045065c646a4', '9183d7a2f7be52cba15fb2839ff29c3899eb3016dc005a3c47376d9ff94ab168', 'recording');
INSERT INTO seal VALUES (47, 'release', 1, '4386d665b58ab75950e9a0d94775bd92a6f1fdff9c563a9e429243ab99226f0f', '74cac46f2180229d994cbedc10f355d9898321b66b9b7eb049f16f6401d6b246', 'recording');
INSERT INTO seal VALUES (48, 'release', 2, 'c8e280c8ff58687aca9f00fd1e28dc3e9dee352f703a8ce9acc79b6267a1ea1a', '30d84f97cf04cea8a31eb8245a8dd5380bf5c42276bcb00ea0514d71ace82e19', 'recording');
INSERT INTO seal VALUES (49, 'release', 3, '6fa8df013569cf4b747007ed0351f0167860a83b32a082c80872bd88040f329c', '9f41d4e25987e70808a4bd3e89aa54c1aad7579eea4c0e83316a4108fb1f6362', 'recording');
INSERT INTO seal VALUES (50, 'release', 4, '7e6446b1dd4edf57a43505848c06e61e58058b066cc551abb4e7bf89f8493c28', 'd2b834ace0d880169cc541871da0d08a342124cb012cfe8d341e9c862c3b3881', 'recording');
INSERT INTO seal VALUES (51, 'release', 5, '695c2bf0fe2c0fb27bb3aa734d43c569b954d47edb65d54c53f9b90fb6c638c7', 'c85678ec2f78930c749399712e6b41ff4a9d4e1035168b04c56d6322651aa242', 'recording');
INSERT INTO seal VALUES (52, 'release', 6, 'b4864a0f89e62601abc3ef421a31e091c0bd9b1020e56a248fcff25a59162a7e', 'bccb183e30294e85843fbd5e730ed278be2ad486d717e62714d8dab0c4087e78', 'recording');
INSERT INTO seal VALUES (53, 'release', 7, 'ee5d74f3fd8d43e018e21512d34f7401b8eb0d0718243881782d97ef6b3fbac7', '3148fba7e79d461702a7f11145afa0a06f610ea4b42014f97a15e4e64851e3a8', 'recording');
INSERT INTO seal VALUES (54, 'release', 8, '7d412c9a550d896904a05b89f4bccebf38d943fb99bdc1f2584668b114b40c91', 'e773bbf93778f06fd04858d6a3dc2bffbb8ddee3f70cceb0481b0e45cda2953e', 'recording');
INSERT INTO seal VALUES (55, 'forgetting', 1, '7e017d88c2821d0965592b7c5a5e9b5851707dabff36e3a3223b764f49aa95b8', '23c98059a34dc952b8989650444d3515a64ba657dc5cf56cc9f2edee084e2b50', 'recording');
INSERT INTO release VALUES (1, 42, 1795901518.0);
INSERT INTO release VALUES (2, 43, 1795901518.0);
INSERT INTO release VALUES (3, 44, 1795901518.0);
INSERT INTO release VALUES (4, 45, 1795901518.0);
INSERT INTO release VALUES (5, 46, 1795901518.0);
INSERT INTO release VALUES (6, 40, 1795901518.0);
INSERT INTO release VALUES (7, 41, 1795901518.0);
INSERT INTO release VALUES (8, 39, 1795901518.0);
INSERT INTO reproduction VALUES (1, 1, 7.0, '0.1.0', 1, 'x86-64', '18446744073709551615', 3, 6);
INSERT INTO reproducedTrial VALUES (1, 1, '6695836f6df838f5a2eff89a408ffa60856307893c4987d0b2de93f0fac86e9e', 'bits', NULL, '');
INSERT INTO reproducedTrial VALUES (2, 1, 'bb0890887ca6866f029daf2a5d268b6e3552ecbf74db97f5042a502e05a6de30', 'differs', 0.5, 'training loss after epoch 1');
INSERT INTO forgetting VALUES (1, 'other', 'd9b2816396f93bec4a615d8f68766bbd57651a3d283e47270fb19f1e8eb5be1b', 0, 8, 1.79590151848506569863e+09);
INSERT INTO specification VALUES (1, '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '{"dataset":{"name":"synthetic-digits","test":20,"training":100,"validation":20},"network":{"mlp":{"hidden":[8]}},"optimizer":{"sgd":{"learningRate":0.03}},"training":{"batchSize":10,"epochs":2}}');
INSERT INTO specification VALUES (2, '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, dropout: { hidden: { bernoulli: { rate: 0.5 } } }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '{"dataset":{"name":"synthetic-digits","test":20,"training":100,"validation":20},"dropout":{"hidden":{"bernoulli":{"rate":0.5}}},"network":{"mlp":{"hidden":[8]}},"optimizer":{"sgd":{"learningRate":0.03}},"training":{"batchSize":10,"epochs":2}}');
CREATE INDEX memberByTrial ON member (trial);
CREATE INDEX measurementByTrial ON measurement (trial);
CREATE INDEX attemptByTrial ON attempt (trial);
CREATE INDEX invocationByExperiment ON invocation (experiment);
CREATE INDEX freezingByName ON freezing (name);
CREATE UNIQUE INDEX probeValueAlone ON probeValue (probe, layer, statistic) WHERE place IS NULL;
CREATE INDEX sealByRow ON seal (place, row);
CREATE INDEX reproductionByExperiment ON reproduction (experiment);
CREATE TRIGGER provenanceIsFinal BEFORE UPDATE ON provenance
BEGIN SELECT RAISE(ABORT, 'rows of provenance are never changed'); END;
CREATE TRIGGER experimentIsFinal BEFORE UPDATE ON experiment
BEGIN SELECT RAISE(ABORT, 'rows of experiment are never changed'); END;
CREATE TRIGGER configurationIsFinal BEFORE UPDATE ON configuration
BEGIN SELECT RAISE(ABORT, 'rows of configuration are never changed'); END;
CREATE TRIGGER memberIsFinal BEFORE UPDATE ON member
BEGIN SELECT RAISE(ABORT, 'rows of member are never changed'); END;
CREATE TRIGGER tuningChoiceIsFinal BEFORE UPDATE ON tuningChoice
BEGIN SELECT RAISE(ABORT, 'rows of tuningChoice are never changed'); END;
CREATE TRIGGER trialIsFinal BEFORE UPDATE ON trial
BEGIN SELECT RAISE(ABORT, 'rows of trial are never changed'); END;
CREATE TRIGGER epochMetricIsFinal BEFORE UPDATE ON epochMetric
BEGIN SELECT RAISE(ABORT, 'rows of epochMetric are never changed'); END;
CREATE TRIGGER weightIsFinal BEFORE UPDATE ON weight
BEGIN SELECT RAISE(ABORT, 'rows of weight are never changed'); END;
CREATE TRIGGER measurementIsFinal BEFORE UPDATE ON measurement
BEGIN SELECT RAISE(ABORT, 'rows of measurement are never changed'); END;
CREATE TRIGGER attemptIsFinal BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'rows of attempt are never changed'); END;
CREATE TRIGGER inferenceIsFinal BEFORE UPDATE ON inference
BEGIN SELECT RAISE(ABORT, 'rows of inference are never changed'); END;
CREATE TRIGGER inferenceMetricIsFinal BEFORE UPDATE ON inferenceMetric
BEGIN SELECT RAISE(ABORT, 'rows of inferenceMetric are never changed'); END;
CREATE TRIGGER freezingIsFinal BEFORE UPDATE ON freezing
BEGIN SELECT RAISE(ABORT, 'rows of freezing are never changed'); END;
CREATE TRIGGER probeIsFinal BEFORE UPDATE ON probe
BEGIN SELECT RAISE(ABORT, 'rows of probe are never changed'); END;
CREATE TRIGGER probeValueIsFinal BEFORE UPDATE ON probeValue
BEGIN SELECT RAISE(ABORT, 'rows of probeValue are never changed'); END;
CREATE TRIGGER programIsFinal BEFORE UPDATE ON program
BEGIN SELECT RAISE(ABORT, 'rows of program are never changed'); END;
CREATE TRIGGER sealIsFinal BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'rows of seal are never changed'); END;
CREATE TRIGGER releaseIsFinal BEFORE UPDATE ON release
BEGIN SELECT RAISE(ABORT, 'rows of release are never changed'); END;
CREATE TRIGGER reproductionIsFinal BEFORE UPDATE ON reproduction
BEGIN SELECT RAISE(ABORT, 'rows of reproduction are never changed'); END;
CREATE TRIGGER reproducedTrialIsFinal BEFORE UPDATE ON reproducedTrial
BEGIN SELECT RAISE(ABORT, 'rows of reproducedTrial are never changed'); END;
CREATE TRIGGER invocationIsFinal BEFORE UPDATE ON invocation
BEGIN SELECT RAISE(ABORT, 'rows of invocation are never changed'); END;
CREATE TRIGGER forgettingIsFinal BEFORE UPDATE ON forgetting
BEGIN SELECT RAISE(ABORT, 'rows of forgetting are never changed'); END;
CREATE TRIGGER provenanceIsKept BEFORE DELETE ON provenance WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of provenance are deleted by forget and gc only'); END;
CREATE TRIGGER experimentIsKept BEFORE DELETE ON experiment WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of experiment are deleted by forget and gc only'); END;
CREATE TRIGGER configurationIsKept BEFORE DELETE ON configuration WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of configuration are deleted by forget and gc only'); END;
CREATE TRIGGER memberIsKept BEFORE DELETE ON member WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of member are deleted by forget and gc only'); END;
CREATE TRIGGER tuningChoiceIsKept BEFORE DELETE ON tuningChoice WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of tuningChoice are deleted by forget and gc only'); END;
CREATE TRIGGER trialIsKept BEFORE DELETE ON trial WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of trial are deleted by forget and gc only'); END;
CREATE TRIGGER epochMetricIsKept BEFORE DELETE ON epochMetric WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of epochMetric are deleted by forget and gc only'); END;
CREATE TRIGGER weightIsKept BEFORE DELETE ON weight WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of weight are deleted by forget and gc only'); END;
CREATE TRIGGER measurementIsKept BEFORE DELETE ON measurement WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of measurement are deleted by forget and gc only'); END;
CREATE TRIGGER attemptIsKept BEFORE DELETE ON attempt WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of attempt are deleted by forget and gc only'); END;
CREATE TRIGGER inferenceIsKept BEFORE DELETE ON inference WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of inference are deleted by forget and gc only'); END;
CREATE TRIGGER inferenceMetricIsKept BEFORE DELETE ON inferenceMetric WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of inferenceMetric are deleted by forget and gc only'); END;
CREATE TRIGGER probeIsKept BEFORE DELETE ON probe WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of probe are deleted by forget and gc only'); END;
CREATE TRIGGER probeValueIsKept BEFORE DELETE ON probeValue WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of probeValue are deleted by forget and gc only'); END;
CREATE TRIGGER freezingIsKept BEFORE DELETE ON freezing
BEGIN SELECT RAISE(ABORT, 'rows of freezing are never deleted'); END;
CREATE TRIGGER forgettingIsKept BEFORE DELETE ON forgetting
BEGIN SELECT RAISE(ABORT, 'rows of forgetting are never deleted'); END;
CREATE TRIGGER patchIsFinal BEFORE UPDATE ON patch
BEGIN SELECT RAISE(ABORT, 'rows of patch are never changed'); END;
CREATE TRIGGER patchIsKept BEFORE DELETE ON patch WHEN NOT EXISTS (SELECT 1 FROM permit)
BEGIN SELECT RAISE(ABORT, 'rows of patch are deleted by forget and gc only'); END;
CREATE VIEW experiments AS
  SELECT e.name AS experiment, e.question AS question, e.digest AS digest, e.recordedAt AS recorded_at,
    e.id = (SELECT x.id FROM experiment AS x WHERE x.name = e.name
      ORDER BY (SELECT MAX(i.id) FROM invocation AS i WHERE i.experiment = x.id) DESC, x.id DESC LIMIT 1)
      AS is_newest,
    (SELECT COUNT(*) FROM member AS m WHERE m.experiment = e.id AND m.purpose = 'measurement') AS planned,
    (SELECT COUNT(*) FROM member AS m JOIN trial AS t ON t.hex = m.trial
      WHERE m.experiment = e.id AND m.purpose = 'measurement') AS finished
  FROM experiment AS e;
CREATE VIEW configurations AS
  SELECT e.name AS experiment, c.position AS configuration, c.label AS label, c.dataset AS dataset,
    c.dataDigest AS data_digest
  FROM experiment AS e JOIN configuration AS c ON c.experiment = e.id
  WHERE EXISTS (SELECT 1 FROM experiments AS n WHERE n.experiment = e.name AND n.digest = e.digest AND n.is_newest);
CREATE VIEW trials AS
  SELECT e.name AS experiment, m.configuration AS configuration, c.label AS label, m.purpose AS purpose,
    CASE m.candidate WHEN -1 THEN NULL ELSE m.candidate END AS candidate, m.replicate AS replicate,
    m.trial AS trial, COALESCE(t.status, 'open') AS status, t.divergedEpoch AS diverged_epoch, t.seed AS seed,
    COALESCE(s.json ->> '$.dataset.name', s.json ->> '$.dataset.path', c.dataset) AS dataset,
    s.json ->> '$.dataset.training' AS training_examples,
    (SELECT MIN(k.key) FROM json_each(s.json, '$.network') AS k) AS network,
    CASE json_type(s.json, '$.dropout.hidden')
      WHEN 'object' THEN (SELECT MIN(k.key) FROM json_each(s.json, '$.dropout.hidden') AS k)
      WHEN 'text' THEN s.json ->> '$.dropout.hidden'
      ELSE CASE WHEN s.json IS NULL OR json_type(s.json, '$.dropout.hidden') IS NOT NULL THEN NULL ELSE 'none' END
    END AS dropout,
    CASE json_type(s.json, '$.dropout.hidden') WHEN 'object' THEN
      (SELECT MIN(k.value ->> '$.rate') FROM json_each(s.json, '$.dropout.hidden') AS k WHERE k.type = 'object')
    END AS rate,
    (SELECT MIN(k.key) FROM json_each(s.json, '$.optimizer') AS k) AS optimizer,
    (SELECT MIN(k.value ->> '$.learningRate') FROM json_each(s.json, '$.optimizer') AS k WHERE k.type = 'object')
      AS learning_rate,
    s.json ->> '$.training.batchSize' AS batch_size, s.json ->> '$.training.epochs' AS epochs, s.json AS spec,
    u.startedAt AS started_at, u.trainingSeconds AS training_seconds, u.cpuSeconds AS cpu_seconds,
    u.peakMemory AS peak_memory, u.host AS host
  FROM experiment AS e
  JOIN configuration AS c ON c.experiment = e.id
  JOIN member AS m ON m.experiment = e.id AND m.configuration = c.position
  LEFT JOIN trial AS t ON t.hex = m.trial
  LEFT JOIN specification AS s ON s.line = t.spec
  LEFT JOIN measurement AS u ON u.id = (SELECT MIN(o.id) FROM measurement AS o WHERE o.trial = t.id)
  WHERE EXISTS (SELECT 1 FROM experiments AS n WHERE n.experiment = e.name AND n.digest = e.digest AND n.is_newest);
CREATE VIEW metrics AS
  SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
    v.trial AS trial, x.epoch AS epoch, x.split AS split, x.metric AS metric, x.layer AS layer, x.value AS value,
    x.state AS state
  FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN epochMetric AS x ON x.trial = t.id
  WHERE v.purpose = 'measurement';
CREATE VIEW finals AS
  SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
    v.trial AS trial, v.status AS status, v.network AS network, v.dropout AS dropout, v.rate AS rate,
    v.learning_rate AS learning_rate, MAX(x.epoch) AS epoch,
    MAX(CASE WHEN x.split = 'training' AND x.metric = 'loss' AND x.layer = '' THEN x.value END) AS training_loss,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'error' AND x.layer = '' THEN x.value END) AS training_error,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'accuracy' AND x.layer = '' THEN x.value END) AS training_accuracy,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'nll' AND x.layer = '' THEN x.value END) AS training_nll,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'ece' AND x.layer = '' THEN x.value END) AS training_ece,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'brier' AND x.layer = '' THEN x.value END) AS training_brier,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'perplexity' AND x.layer = '' THEN x.value END) AS training_perplexity,
        MAX(CASE WHEN x.split = 'training' AND x.metric = 'meanSquare' AND x.layer = '' THEN x.value END) AS training_mean_square,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'loss' AND x.layer = '' THEN x.value END) AS validation_loss,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'error' AND x.layer = '' THEN x.value END) AS validation_error,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'accuracy' AND x.layer = '' THEN x.value END) AS validation_accuracy,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'nll' AND x.layer = '' THEN x.value END) AS validation_nll,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'ece' AND x.layer = '' THEN x.value END) AS validation_ece,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'brier' AND x.layer = '' THEN x.value END) AS validation_brier,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'perplexity' AND x.layer = '' THEN x.value END) AS validation_perplexity,
        MAX(CASE WHEN x.split = 'validation' AND x.metric = 'meanSquare' AND x.layer = '' THEN x.value END) AS validation_mean_square,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'loss' AND x.layer = '' THEN x.value END) AS test_loss,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'error' AND x.layer = '' THEN x.value END) AS test_error,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'accuracy' AND x.layer = '' THEN x.value END) AS test_accuracy,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'nll' AND x.layer = '' THEN x.value END) AS test_nll,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'ece' AND x.layer = '' THEN x.value END) AS test_ece,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'brier' AND x.layer = '' THEN x.value END) AS test_brier,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'perplexity' AND x.layer = '' THEN x.value END) AS test_perplexity,
        MAX(CASE WHEN x.split = 'test' AND x.metric = 'meanSquare' AND x.layer = '' THEN x.value END) AS test_mean_square
  FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN epochMetric AS x ON x.trial = t.id
  WHERE v.purpose = 'measurement' AND x.epoch = (SELECT MAX(o.epoch) FROM epochMetric AS o WHERE o.trial = t.id)
  GROUP BY v.experiment, v.configuration, v.replicate;
CREATE VIEW inferences AS
  SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
    v.trial AS trial, i.split AS split, i.mode AS mode, x.samples AS samples, x.metric AS metric, x.value AS value,
    x.state AS state
  FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN inference AS i ON i.trial = t.id
  JOIN inferenceMetric AS x ON x.inference = i.id WHERE v.purpose = 'measurement';
CREATE VIEW probes AS
  SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
    v.trial AS trial, p.request AS probe, x.layer AS layer, x.statistic AS statistic, x.place AS place,
    x.value AS value, x.state AS state
  FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN probe AS p ON p.trial = t.id
  JOIN probeValue AS x ON x.probe = p.id WHERE v.purpose = 'measurement';
