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
  split TEXT NOT NULL CHECK (split = 'training' OR split = 'validation' OR split = 'test'),
  metric TEXT NOT NULL,
  layer TEXT NOT NULL,
  value REAL,
  state TEXT NOT NULL CHECK (state = 'finite' OR state = 'nan' OR state = 'inf' OR state = '-inf'),
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
  state TEXT NOT NULL CHECK (state = 'finite' OR state = 'nan' OR state = 'inf' OR state = '-inf'),
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
  state TEXT NOT NULL CHECK (state = 'finite' OR state = 'nan' OR state = 'inf' OR state = '-inf'),
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
CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  first INTEGER NOT NULL UNIQUE CHECK (first >= 1),
  last INTEGER NOT NULL CHECK (last >= first),
  chain TEXT NOT NULL CHECK (length(chain) = 64),
  madeAt REAL NOT NULL
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
INSERT INTO grdb_migrations VALUES ('12-gaps');
INSERT INTO grdb_migrations VALUES ('13-checks');
INSERT INTO grdb_migrations VALUES ('14-views');
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
  trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]', 1.79606878511116981513e+09);
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
INSERT INTO invocation VALUES (1, 1, 1.79606878511288666723e+09);
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
INSERT INTO program VALUES (1, '0.1.0', '14-views', 1.79606878500317502025e+09);
INSERT INTO seal VALUES (1, 'program', 1, '3f96cafd8dd4b333e38851b5131281525e3df6013deab20f4a78f6a92e910dd0', '339dce198d261702c6c8170f0ec5f4b697ac0cace56921bb8f5cf50ef6c3cde1', 'recording');
INSERT INTO seal VALUES (2, 'experiment', 1, 'ff792abdef7611424f485fce011d7ed94ecf1a0c2766a84b477016966898b3be', '1c54ab5b52c5ade0a2611f397da5ecbe575c054f326c16d411443f51e9732dac', 'recording');
INSERT INTO seal VALUES (3, 'configuration', 1, '193e66faea96b9d49b25ee50167297aa5c0380e039096dc60adc055eee6ce2bb', 'fa62b22f9197ea8e3252bf966c558ba7c83b43f2603f7c4a958e5a1a1204ecd1', 'recording');
INSERT INTO seal VALUES (4, 'configuration', 2, 'ea9334196ff478fe801c57b74e5e717a3d146b3adf569db7b8c790290f6a9fe5', 'd032ff9a18f85f35168cce0185d633b717b24f2f1a84d083c9357b7ab9544722', 'recording');
INSERT INTO seal VALUES (5, 'member', 1, 'deb8953f79453c926fe945a3f16a78b52228e5a669e2c5448bba6dec2870f372', 'd18651afa906f119ee4d8407f97aa54d621938c19975a25a805aa36094a13904', 'recording');
INSERT INTO seal VALUES (6, 'member', 2, 'e04575e559a8e5db2cfcd6e535bd45664680f6568c67784f220949f4b754fc9f', '733ba88d736c5bfcb051a9089bda55f4b387da0a0e5b34b51ac63251d4e0dac7', 'recording');
INSERT INTO seal VALUES (7, 'member', 3, '92a659ae44cb4eb0d06a282ada1c8d7705205f9f29a1c4a535783bf2a1edb5df', 'fe37614f453080e5f244ce6972badfb6ae78cecdaf3ae8b3b66857a6f4fcbf09', 'recording');
INSERT INTO seal VALUES (8, 'member', 4, 'c840e37d87822ac458c77bc6b5f4a5e99676f61ff1ee26ceb17a45745e540212', '4d4cbbe56bb30941e920f79d57f8136ccd01f690a49b8234288a2d08669d4414', 'recording');
INSERT INTO seal VALUES (9, 'invocation', 1, '25e6e67ba9995b20a06558d30aea20edf2a0c027aafd5563137fa7e2cfb3be66', 'ddf132b9c42b2f10b343aa08a76f70bbce7efe7ed0b70cb9bb13798d76a2e5a6', 'recording');
INSERT INTO seal VALUES (10, 'member', 5, 'd4f6563684ebce761a8d231f67ba8eeca908ec1d4c86fad1fd6fd6d1eb5a6e44', 'abc90755fe9d03ddd1be64df2436c0de351df9c451b95c5df42c9f3a987e3925', 'recording');
INSERT INTO seal VALUES (11, 'member', 6, 'b2eb1891741aa2d7d8d7899286cbbaa441137a70548dc86c8261b40165559651', 'f18f79ecb6456c0644b9b5d8e2bd624d6eeca9473c1933d97d29e20b5494307e', 'recording');
INSERT INTO seal VALUES (12, 'member', 7, '0d35c09c415ccf37866ccba0f40034169b88c3490d566bde53d0d1740cab1137', '497b651a69b575fd676943a8cff77524ec294527d6d5dc4f338e8f52cf1fd69a', 'recording');
INSERT INTO seal VALUES (13, 'member', 8, 'b6c43294b4f6f079fb2aa996b1f185bb85c33fad2f7546acf12045bd318662fc', 'a72f3ab1909ba0c6a828e8e468b58bcbeb21b3e1f17b418a4d66f7f5ef24abac', 'recording');
INSERT INTO seal VALUES (14, 'member', 9, '26273e69eb3cd3f88c3242e769652942590317e471058f40e32fdeaabc6a2f20', '5412886cf4be337a8fce68232913aa23dc91657fd5a24622ffd2a96ee863e7a2', 'recording');
INSERT INTO seal VALUES (15, 'member', 10, '070a5b48a7202e8ea17a285821013843c57936e9e5a7d2249023c987004c955d', '10bb8dcb55250869adeadc63b7196233e4ee8f53be343e6b3fbda6184c105d81', 'recording');
INSERT INTO seal VALUES (16, 'tuningChoice', 1, 'eca918a2e10179209afa7fabb23a9b391a7b8edddfef7a8e31e83ec70f693d79', '8600437634ab2ab22396197ec6af40f3b3b105b2597a59a350fcafe38f5e836b', 'recording');
INSERT INTO seal VALUES (17, 'trial', 1, '0a02de70f851654ddc3da70af0509c045e46de8e406860d6d7c688b3ba249a50', '9bc7b1c0451d10214411a9f1d4d320a9e672bf1df8dafbba9031c0d726a2850b', 'recording');
INSERT INTO seal VALUES (18, 'inference', 1, '3df7fa591ea4f994e977161980ef6be7a2a8017db418c2fb98e19f46a411fc00', 'c4b6703ea3f5a7beca42763d1d0c8bf81da5cff4636761a5c2fb31151416df1a', 'recording');
INSERT INTO seal VALUES (19, 'probe', 1, '31aa65b26c8f4c21c40bb2e3bc17223ba439b9f95d400c7064440788e8c17868', '99c17580a82e683ce060eff644173719ed5a9907ad89a3d3481c9a40b81bc75b', 'recording');
INSERT INTO seal VALUES (20, 'provenance', 1, 'e98dbe30d425c81e94ee0828b7224baab94b611938ca36b7e0e46b4112b73596', '947c66293bea10c78f3f34fbf9f1bc85af7a226a162731936ef268bd0f9ca83b', 'recording');
INSERT INTO seal VALUES (21, 'weight', 1, '9da3f7b5e64d3f1bc2baaa8bbd9ad7453e5ad6ae5a66b4ad05e0393dc7aa1f37', 'bfa7e4cc7e2120ad7c47ead8093a0eaa104e72a4f716cb35293cf7f238e425b4', 'recording');
INSERT INTO seal VALUES (22, 'measurement', 1, 'd60a8f09b69039e8609e8d0742a296e9dfa2d1b353b2fdacd60232ee9ae0e812', '8b55dfb9f5f80ab6801a3052e83ce8291a7008f9dc0f89be5ad3676690f220ab', 'recording');
INSERT INTO seal VALUES (23, 'specification', 1, '0eee74b98436d429cc5152355631bbd0881b0508904483330ea7cc143623eb49', 'e16122afe56141623fbf521a565523567726aa8ea74f99ccdcaead8bd265fc73', 'recording');
INSERT INTO seal VALUES (24, 'trial', 2, '11d434ac575d2ddc327de3ca97dd9223f7b9455ebddd034766dd1f9675b36972', '1e98c7da6424d4f9b18033795c2c19359a8ebf8257d25d9fd933ec7e2224e50b', 'recording');
INSERT INTO seal VALUES (25, 'inference', 2, 'b1ea7137dca0e8989aeaab63041b2ec0ab84addb2085ccd2e189b1dd87a7b099', 'c1d945f63feaa9ae4d5c80201b4bc28f22f2ed77d8ee70accbfe60b3c98462e1', 'recording');
INSERT INTO seal VALUES (26, 'inference', 3, 'd38c8fbd8d09eae65221bd928177bc2b9ee367bd6e91b5efe96ea5012eccceea', '15e07d81a2464457ebc190d30acf62d8d219e458c9d85855124793f0f906d88d', 'recording');
INSERT INTO seal VALUES (27, 'probe', 2, '70bf2b606b7e2b9ce376e6327d2669dd87a7fa56a3330c394c93a2694e5f11a4', 'f8a417bbd9cf64e956a3c814eec48adf4a003beb41108226bae03a2abd3d433f', 'recording');
INSERT INTO seal VALUES (28, 'weight', 2, 'f23a6e27127987f75ee06b378364cd74ccae580b7291e43c10b8be8e78730e53', '648c008d55820de951a8e2a38ffc30c60342176b08d396da148a283836878061', 'recording');
INSERT INTO seal VALUES (29, 'measurement', 2, '10323543e437ae41eb8c5364bde6d728e59ae82870f67873510a283b5c537328', 'f95bd795852e0d7870d7dbe3b33d4ad54b5a7c96d3c769deca5e30ea7e1a90a3', 'recording');
INSERT INTO seal VALUES (30, 'specification', 2, '5f27888df5a033d1a4d4e02be408e8879d8d1f0a8af9047abda9a87202efb4b5', '4f31574591302011472e6d2028f7b6faef5df8dc05470b829d83b065f3371ced', 'recording');
INSERT INTO seal VALUES (31, 'trial', 3, '6d8252ecc367cab513a33c7c667078ac49bb792855e0f93389ea0eaba5930ab9', '75ffd37a3af63f0b3f4eb5a3c8e38f1ad000672c321c9c5e017416fa46d075cb', 'recording');
INSERT INTO seal VALUES (32, 'inference', 4, 'ed14ae0ac7588c06570d64f828371e8300577e493c984fe09760888e2f1f679c', '57093dc472912a58143aee2cc7d42c4e6a70e7b606d26641caf49d7e2be436dd', 'recording');
INSERT INTO seal VALUES (33, 'probe', 3, '2aef618fc3d56d62519067aee7038c05ac5b639418ad2c032bbb331c6ca351cf', '8a64e7d208ccb4112263f4e70685bd90c3c9444cf28303f7fb71921bdf77d87e', 'recording');
INSERT INTO seal VALUES (34, 'weight', 3, 'd9886d5492e84b9e470dea804014e2e89f06453ff6f863904524d5bb85cf95d4', 'c38b29ffb86b04d303f93341d1cae42f29a521f03b3651517f768c925f4c5d04', 'recording');
INSERT INTO seal VALUES (35, 'measurement', 3, '45a483f3b844aa73fa91f39c8dd59e20f475f8234bd07816d2f2c7b646ecb78a', '136cd4b8515a6825eb529a402bfa4bcb398cf0983a8687d938bfed06da2ba7ee', 'recording');
INSERT INTO seal VALUES (36, 'attempt', 1, 'b8909697629dcd5bcf25b4d2bcad1056727470346b4ab44f1cb2c94b9862b4c0', '19bd0f9c92af08fa94cd532a6fea61fdc00dc2c31df227f57c88ec07877c8425', 'recording');
INSERT INTO seal VALUES (37, 'freezing', 1, 'b9e711841a625b0acca4af8ae76a7591fc1aac459f22ecbab07da62581e12d22', '01f0ecf974999207e41c624453bbbf16f78518176e2bd523c8c31251c325e5b5', 'recording');
INSERT INTO seal VALUES (38, 'reproduction', 1, '75d48e66c2a3d0e6008a61b936aff175e95b6a82b817a5c5bc2645bcea4e9c6d', '81defc2c999bc08701554e85fc2232dd4b8c32b136bb23a76e79ba912ee726d7', 'recording');
INSERT INTO seal VALUES (47, 'forgetting', 1, 'cc73c96f2b7e4715081591865e79285f07d07d5ae483e52c70aa21ee417263f2', '5b351cf0519f1575b567eb4c969f70dcfdbf0e9ee995d5ebf8093eb96abd0893', 'recording');
INSERT INTO seal VALUES (48, 'gap', 1, 'd0a1054bd02beb9b8a0878204f3629a6fbf036e998b75f220e89edd817c444db', '6258b881453539d75b88587ec402bf0c8853e30a3250b4247faf53f200e38997', 'recording');
INSERT INTO reproduction VALUES (1, 1, 7.0, '0.1.0', 1, 'x86-64', '18446744073709551615', 3, 6);
INSERT INTO reproducedTrial VALUES (1, 1, '6695836f6df838f5a2eff89a408ffa60856307893c4987d0b2de93f0fac86e9e', 'bits', NULL, '');
INSERT INTO reproducedTrial VALUES (2, 1, 'bb0890887ca6866f029daf2a5d268b6e3552ecbf74db97f5042a502e05a6de30', 'differs', 0.5, 'training loss after epoch 1');
INSERT INTO forgetting VALUES (1, 'other', 'd9b2816396f93bec4a615d8f68766bbd57651a3d283e47270fb19f1e8eb5be1b', 0, 8, 1.79606878548055219645e+09);
INSERT INTO specification VALUES (1, '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '{"dataset":{"name":"synthetic-digits","test":20,"training":100,"validation":20},"network":{"mlp":{"hidden":[8]}},"optimizer":{"sgd":{"learningRate":0.03}},"training":{"batchSize":10,"epochs":2}}');
INSERT INTO specification VALUES (2, '{ dataset: { name: synthetic-digits, test: 20, training: 100, validation: 20 }, dropout: { hidden: { bernoulli: { rate: 0.5 } } }, network: { mlp: { hidden: [8] } }, optimizer: { sgd: { learningRate: 0.03 } }, training: { batchSize: 10, epochs: 2 } }', '{"dataset":{"name":"synthetic-digits","test":20,"training":100,"validation":20},"dropout":{"hidden":{"bernoulli":{"rate":0.5}}},"network":{"mlp":{"hidden":[8]}},"optimizer":{"sgd":{"learningRate":0.03}},"training":{"batchSize":10,"epochs":2}}');
INSERT INTO gap VALUES (1, 39, 46, '1123fd33cd297348f877b0555a8587a4fe36f370b038658563e5371a810cd4c0', 1.79606878548077630993e+09);
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
CREATE TRIGGER gapIsFinal BEFORE UPDATE ON gap
BEGIN SELECT RAISE(ABORT, 'rows of gap are never changed'); END;
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
    CAST(s.json ->> '$.dataset.training' AS BIGINT) AS training_examples,
    (SELECT MIN(k.key) FROM json_each(s.json, '$.network') AS k) AS network,
    CASE lower(json_type(s.json, '$.dropout.hidden'))
      WHEN 'object' THEN (SELECT MIN(k.key) FROM json_each(s.json, '$.dropout.hidden') AS k)
      WHEN 'text' THEN s.json ->> '$.dropout.hidden' WHEN 'varchar' THEN s.json ->> '$.dropout.hidden'
      ELSE CASE WHEN s.json IS NULL OR json_type(s.json, '$.dropout.hidden') IS NOT NULL THEN NULL ELSE 'none' END
    END AS dropout,
    CASE lower(json_type(s.json, '$.dropout.hidden')) WHEN 'object' THEN
      (SELECT MIN(CASE WHEN lower(json_type(k.value, '$.rate')) IN ('real', 'integer', 'double', 'ubigint', 'bigint') THEN CAST(k.value ->> '$.rate' AS DOUBLE) END) FROM json_each(s.json, '$.dropout.hidden') AS k WHERE lower(k.type) = 'object')
    END AS rate,
    (SELECT MIN(k.key) FROM json_each(s.json, '$.optimizer') AS k) AS optimizer,
    (SELECT MIN(CASE WHEN lower(json_type(k.value, '$.learningRate')) IN ('real', 'integer', 'double', 'ubigint', 'bigint') THEN CAST(k.value ->> '$.learningRate' AS DOUBLE) END) FROM json_each(s.json, '$.optimizer') AS k WHERE lower(k.type) = 'object')
      AS learning_rate,
    CAST(s.json ->> '$.training.batchSize' AS BIGINT) AS batch_size, CAST(s.json ->> '$.training.epochs' AS BIGINT) AS epochs, s.json AS spec,
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
  GROUP BY v.experiment, v.configuration, v.replicate, v.label, v.trial, v.status, v.network, v.dropout, v.rate, v.learning_rate;
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
