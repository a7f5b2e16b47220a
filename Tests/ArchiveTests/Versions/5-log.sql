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
INSERT INTO grdb_migrations VALUES ('1-facts');
INSERT INTO grdb_migrations VALUES ('2-attempts');
INSERT INTO grdb_migrations VALUES ('3-final');
INSERT INTO grdb_migrations VALUES ('4-running');
INSERT INTO grdb_migrations VALUES ('5-log');
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
  trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]', 1.79589321910345029831e+09);
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
INSERT INTO invocation VALUES (1, 1, 1795893219.10484);
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
