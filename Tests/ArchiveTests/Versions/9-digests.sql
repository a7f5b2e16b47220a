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
  process INTEGER NOT NULL CHECK (process > 0),
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
INSERT INTO grdb_migrations VALUES ('1-facts');
INSERT INTO grdb_migrations VALUES ('2-attempts');
INSERT INTO grdb_migrations VALUES ('3-final');
INSERT INTO grdb_migrations VALUES ('4-running');
INSERT INTO grdb_migrations VALUES ('5-log');
INSERT INTO grdb_migrations VALUES ('6-inference');
INSERT INTO grdb_migrations VALUES ('7-freezing');
INSERT INTO grdb_migrations VALUES ('8-probes');
INSERT INTO grdb_migrations VALUES ('9-digests');
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
  trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]', 1.79589322147630882269e+09);
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
INSERT INTO invocation VALUES (1, 1, 1.79589322147744035722e+09);
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
INSERT INTO program VALUES (1, '0.1.0', '9-digests', 1.79589322145706558231e+09);
INSERT INTO seal VALUES (1, 'program', 1, '6c328f3847ae4afa56bfd0ffffd81e4cc6ea373346ed7670d12a15a547390199', '4cf1259d402005cc9599939122de9d927af41e3ec9896f38a64cd05ce4ce0f80', 'recording');
INSERT INTO seal VALUES (2, 'experiment', 1, 'e2a864dee62a41711e4cf06940ff76af1c788ddc21cb4fb2ecfb427fef92d63f', '2ed992b6278ee13b6482e314fe4133959ae5f63b2114b10ef5a54db2c5bcb1a5', 'recording');
INSERT INTO seal VALUES (3, 'configuration', 1, '193e66faea96b9d49b25ee50167297aa5c0380e039096dc60adc055eee6ce2bb', 'c0d37d304c7beb2b6f90f7cb811f34851f06f06bbe223d58cb93d0a25e2140dd', 'recording');
INSERT INTO seal VALUES (4, 'configuration', 2, 'ea9334196ff478fe801c57b74e5e717a3d146b3adf569db7b8c790290f6a9fe5', 'f3266bc62726449f6773cb583d6aa9b7345e320e4c4e0bdaa076e365308dd79a', 'recording');
INSERT INTO seal VALUES (5, 'member', 1, 'deb8953f79453c926fe945a3f16a78b52228e5a669e2c5448bba6dec2870f372', 'efcce52510e90e0ac37156ab181e7bdaf4bdbf6646d002beac3587b6e1d6308c', 'recording');
INSERT INTO seal VALUES (6, 'member', 2, 'e04575e559a8e5db2cfcd6e535bd45664680f6568c67784f220949f4b754fc9f', 'e0f8e1bdd112182ccd628bcf35a6292d2920be6af576bc8e66f6d2c67deb934a', 'recording');
INSERT INTO seal VALUES (7, 'member', 3, '92a659ae44cb4eb0d06a282ada1c8d7705205f9f29a1c4a535783bf2a1edb5df', '9a0b3b89f01246180ee3741df3feb4d5878a867c42fa27a592e49fbc12ff01fc', 'recording');
INSERT INTO seal VALUES (8, 'member', 4, 'c840e37d87822ac458c77bc6b5f4a5e99676f61ff1ee26ceb17a45745e540212', '5f3c2fa5df2a28edd9cd65527e5c1b9f5bd86b24fcdc49006c71e90ecdf18c8f', 'recording');
INSERT INTO seal VALUES (9, 'invocation', 1, '479c6c8a40ede7b8a60b3abeeef3209c36c449dadc3603e886868792d2bc99bc', '209ebecc951cb6aab0b18e9b466f83364377c346f95580d7042006d7719dcd35', 'recording');
INSERT INTO seal VALUES (10, 'member', 5, 'd4f6563684ebce761a8d231f67ba8eeca908ec1d4c86fad1fd6fd6d1eb5a6e44', 'a8d98a846a1215b03ac2ff26f798fce3f5bb6912130b3b266bc21b250f643ab1', 'recording');
INSERT INTO seal VALUES (11, 'member', 6, 'b2eb1891741aa2d7d8d7899286cbbaa441137a70548dc86c8261b40165559651', 'd1e56a53880c836628c25f1ca78e8d3b6ad6a74c8bea7ac633e9c59fb58cc36e', 'recording');
INSERT INTO seal VALUES (12, 'member', 7, '0d35c09c415ccf37866ccba0f40034169b88c3490d566bde53d0d1740cab1137', '541928b1dea300caffc00ec5c9db9a37d25281dc4c4fb79385792ef9fbafa115', 'recording');
INSERT INTO seal VALUES (13, 'member', 8, 'b6c43294b4f6f079fb2aa996b1f185bb85c33fad2f7546acf12045bd318662fc', '249cc4257044865345f1bb1fcd2a109a5cc919e76637278dae18cb735eab7436', 'recording');
INSERT INTO seal VALUES (14, 'member', 9, '26273e69eb3cd3f88c3242e769652942590317e471058f40e32fdeaabc6a2f20', '4a45b2dacb695ef10d9f14fc34d0ec06638007091e7646114f21584a2287c681', 'recording');
INSERT INTO seal VALUES (15, 'member', 10, '070a5b48a7202e8ea17a285821013843c57936e9e5a7d2249023c987004c955d', '008d59d1c1e5d96e0ecfc1c6b030e369bcce4324d81b1a0a88a7fabdc827819b', 'recording');
INSERT INTO seal VALUES (16, 'tuningChoice', 1, 'eca918a2e10179209afa7fabb23a9b391a7b8edddfef7a8e31e83ec70f693d79', '2b48df91e082ab5d9680c9cd2c544a237ce2ff95c357c577bb0a7f002ccff145', 'recording');
INSERT INTO seal VALUES (17, 'provenance', 1, 'e98dbe30d425c81e94ee0828b7224baab94b611938ca36b7e0e46b4112b73596', '3e8702e06ee106f74a3f794e0ff285951e1a4ff685dfacac67e934fde48d6dc1', 'recording');
INSERT INTO seal VALUES (18, 'trial', 1, '0a02de70f851654ddc3da70af0509c045e46de8e406860d6d7c688b3ba249a50', '903b5bf6ec30caeb1030267ed9d3424cb199967a67ba58dde45cee6850728158', 'recording');
INSERT INTO seal VALUES (19, 'weight', 1, '9da3f7b5e64d3f1bc2baaa8bbd9ad7453e5ad6ae5a66b4ad05e0393dc7aa1f37', '7b29f0915d372349c47bbb93c568640600501f9cc2cd7dc853c5397d4590b706', 'recording');
INSERT INTO seal VALUES (20, 'measurement', 1, 'd60a8f09b69039e8609e8d0742a296e9dfa2d1b353b2fdacd60232ee9ae0e812', 'c7e94b69d73758fb18eb443d8b4892be0e084d0c8fa54a948d2d2dfc223d0571', 'recording');
INSERT INTO seal VALUES (21, 'inference', 1, '3df7fa591ea4f994e977161980ef6be7a2a8017db418c2fb98e19f46a411fc00', '96c5a45db0f12ae9bd63b526b1c11df88a09640f3e006f9cbf0430fe77a72e3b', 'recording');
INSERT INTO seal VALUES (22, 'probe', 1, '31aa65b26c8f4c21c40bb2e3bc17223ba439b9f95d400c7064440788e8c17868', 'e02093c9d8119c1dca8ab34e8764ca5c1c1d62620bbff4766150409e4154e6cd', 'recording');
INSERT INTO seal VALUES (23, 'trial', 2, '11d434ac575d2ddc327de3ca97dd9223f7b9455ebddd034766dd1f9675b36972', '04d9af6d386381b1a7eb29cbaa2bed7acf8d4a4b81d77972b90243553b0d381b', 'recording');
INSERT INTO seal VALUES (24, 'weight', 2, 'f23a6e27127987f75ee06b378364cd74ccae580b7291e43c10b8be8e78730e53', '0ee54d310a8296c10e68cedd99fc65c5959b3b39c1acf04c7f999dc28d35aa6b', 'recording');
INSERT INTO seal VALUES (25, 'measurement', 2, '10323543e437ae41eb8c5364bde6d728e59ae82870f67873510a283b5c537328', 'be305172ef5b9fd2b5a4b4bd900bedda220359afc63f8338bfb2d6aa891edc29', 'recording');
INSERT INTO seal VALUES (26, 'inference', 2, 'b1ea7137dca0e8989aeaab63041b2ec0ab84addb2085ccd2e189b1dd87a7b099', 'c0ec64e08cfa236d8f663d9f4b966a794fad5850a7ce27b4cf83664e3868b0ff', 'recording');
INSERT INTO seal VALUES (27, 'inference', 3, 'd38c8fbd8d09eae65221bd928177bc2b9ee367bd6e91b5efe96ea5012eccceea', 'c59ca093938469370ece1b4b484241102874f7fd4bee3778b07ffca3aa72295f', 'recording');
INSERT INTO seal VALUES (28, 'probe', 2, '70bf2b606b7e2b9ce376e6327d2669dd87a7fa56a3330c394c93a2694e5f11a4', '78fff8cc76614e27815fcff1e25add478297e603a688937eb8dbd9102d245dfd', 'recording');
INSERT INTO seal VALUES (29, 'trial', 3, '6d8252ecc367cab513a33c7c667078ac49bb792855e0f93389ea0eaba5930ab9', '0120f349aea7b51cfd1474667b6bd62c8efdd82b124b7ad1ba8d2772e2b36bff', 'recording');
INSERT INTO seal VALUES (30, 'weight', 3, 'd9886d5492e84b9e470dea804014e2e89f06453ff6f863904524d5bb85cf95d4', '0113411801afcc4fb9905f7f4f8575f0c9e6458e46557625e1520d18ad527bb7', 'recording');
INSERT INTO seal VALUES (31, 'measurement', 3, '45a483f3b844aa73fa91f39c8dd59e20f475f8234bd07816d2f2c7b646ecb78a', '8886431c664ff4712904dba31eb621788208c6b45ddc309e241e20b23ab962cb', 'recording');
INSERT INTO seal VALUES (32, 'inference', 4, 'ed14ae0ac7588c06570d64f828371e8300577e493c984fe09760888e2f1f679c', 'b9b41fd4fd01cc197f129d68dab63b32abe7d12c2a1ce698fae711fc927924fd', 'recording');
INSERT INTO seal VALUES (33, 'probe', 3, '2aef618fc3d56d62519067aee7038c05ac5b639418ad2c032bbb331c6ca351cf', '6ff2fb3b8b29f3c5500b1398895b5dd303b30425056a34692862211d3055427c', 'recording');
INSERT INTO seal VALUES (34, 'attempt', 1, 'b8909697629dcd5bcf25b4d2bcad1056727470346b4ab44f1cb2c94b9862b4c0', 'd02268633cf706b190e5203370c1580998984872d1a59b4815e3e624c7fb0320', 'recording');
INSERT INTO seal VALUES (35, 'freezing', 1, 'b9e711841a625b0acca4af8ae76a7591fc1aac459f22ecbab07da62581e12d22', '6579e77c0079bc46c85154721dad943b18d88a3aea7738f8a1d2decf9bf7048f', 'recording');
INSERT INTO seal VALUES (36, 'reproduction', 1, '75d48e66c2a3d0e6008a61b936aff175e95b6a82b817a5c5bc2645bcea4e9c6d', '9572b1cf7afedbb90f0cc4356b6a95d86f9fbc1d9dfe5b2ba7af879fc60b4538', 'recording');
INSERT INTO reproduction VALUES (1, 1, 7.0, '0.1.0', 1, 'x86-64', '18446744073709551615', 3, 6);
INSERT INTO reproducedTrial VALUES (1, 1, '6695836f6df838f5a2eff89a408ffa60856307893c4987d0b2de93f0fac86e9e', 'bits', NULL, '');
INSERT INTO reproducedTrial VALUES (2, 1, 'bb0890887ca6866f029daf2a5d268b6e3552ecbf74db97f5042a502e05a6de30', 'differs', 0.5, 'training loss after epoch 1');
CREATE INDEX memberByTrial ON member (trial);
CREATE INDEX measurementByTrial ON measurement (trial);
CREATE INDEX attemptByTrial ON attempt (trial);
CREATE INDEX invocationByExperiment ON invocation (experiment);
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
CREATE INDEX freezingByName ON freezing (name);
CREATE TRIGGER freezingIsFinal BEFORE UPDATE ON freezing
BEGIN SELECT RAISE(ABORT, 'rows of freezing are never changed'); END;
CREATE UNIQUE INDEX probeValueAlone ON probeValue (probe, layer, statistic) WHERE place IS NULL;
CREATE TRIGGER probeIsFinal BEFORE UPDATE ON probe
BEGIN SELECT RAISE(ABORT, 'rows of probe are never changed'); END;
CREATE TRIGGER probeValueIsFinal BEFORE UPDATE ON probeValue
BEGIN SELECT RAISE(ABORT, 'rows of probeValue are never changed'); END;
CREATE INDEX sealByRow ON seal (place, row);
CREATE INDEX reproductionByExperiment ON reproduction (experiment);
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
