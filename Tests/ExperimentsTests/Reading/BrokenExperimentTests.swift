import Experiments
import Testing

/// Broken experiments with everything that is said about them.
struct BrokenExperimentTests {
  /// A piece of the sample, what stands in its place, and the whole text that comes of it.
  static let cases: [(String, String, String)] = [
    (
      "batchSize: 20", "batchSise: 20",
      """
      a.yaml:11:13: training lacks the key 'batchSize'
      a.yaml:11:15: unknown key 'batchSise' in training (did you mean 'batchSize'?); allowed: batchSize, \
      epochs, schedule, evaluate, gradient, averageFrom
      """
    ),
    (
      "momentum: 0.9", "momentun: 0.9",
      """
      a.yaml:10:42: unknown key 'momentun' in sgd (did you mean 'momentum'?); allowed: learningRate, \
      momentum, nesterov
      """
    ),
    (
      "rate: 0.2", "rate: 1.2",
      "a.yaml:16:28: rate is '1.2', allowed is a number from 0 to below 1"
    ),
    (
      "epochs: 2", "epochs: 017",
      "a.yaml:11:38: expected a whole number, found '017'"
    ),
    (
      "epochs: 2", "epochs: 1_000",
      "a.yaml:11:38: expected a whole number, found '1_000'"
    ),
    (
      "learningRate: 0.1,", "learningRate: 1:30,",
      "a.yaml:10:37: expected a number, found '1:30'"
    ),
    (
      "epochs: 2", "epochs: \"2\"",
      "a.yaml:11:38: expected a whole number, found the text '2'"
    ),
    (
      "name: synthetic-digits", "name: synthetic-digts",
      """
      a.yaml:7:20: unknown name 'synthetic-digts' in data set (did you mean 'synthetic-digits'?); \
      allowed: synthetic-digits, two-moons, spirals, gaussian-blobs, linear-regression, rare-features, \
      planted-coadaptation, random-fields, delayed-recall, temporal-order, adding, markov-language, concrete-line, \
      gap-sine, teacher-student, mnist, fashion-mnist, kmnist, \
      emnist-balanced, emnist-byclass, emnist-bymerge, emnist-digits, emnist-letters, emnist-mnist, folder
      """
    ),
    (
      "name: synthetic-digits", "name: { gap-sine: { gap: 3 } }",
      "a.yaml:7:39: gap is '3', allowed is less than the reach of 2"
    ),
    (
      "batchSize: 20", "batchSize: 500",
      "a.yaml:11:26: batchSize is 500, more than the 200 training examples"
    ),
    (
      "seed: 2014", "seed: -1",
      "a.yaml:3:7: seed is '-1', allowed is a whole number of at least 0"
    ),
    (
      "seed: 2014", "seed: 2014\nseed: 2015",
      "a.yaml:4:1: the key 'seed' is written twice; first in line 3"
    ),
    (
      "trial.dropout.hidden: none }", "trial.dropout.hidden: gaussian }",
      "a.yaml:5:35: gaussian needs 'rate' (of dropping) or 'retention' (of keeping)"
    ),
    (
      "trial.dropout.hidden: none }", "trial.dropout.hidden: { gaussian: { rate: 0.1 } } }",
      """
      a.yaml:5:13: baseline matches no configuration; there are 'none', 'bernoulli 0.2', 'bernoulli \
      retention 0.5'
      """
    ),
    (
      "trial.dropout.hidden: none }", "trial.dropout.hiden: none }",
      "a.yaml:5:13: unknown key 'hiden' in dropout (did you mean 'hidden'?); allowed: input, hidden, maps, residual, recurrent, attention, branches, weights, embedding, sums, paths"
    ),
    (
      "seeds: [901]", "seeds: [1]",
      "a.yaml:12:7: tune.seeds has 1, which is one of the 3 replicates that are compared"
    ),
    (
      "seeds: [901]", "seeds: [901, 901]",
      "a.yaml:12:63: seeds is [901, 901], allowed is a list of different whole numbers of at least 0"
    ),
    (
      "on: validation.error", "on: test.error",
      """
      a.yaml:12:74: unknown measure 'test.error' in tune; allowed: validation.loss, validation.error, \
      validation.accuracy, validation.nll, validation.ece, validation.brier, validation.perplexity, \
      validation.meanSquare
      """
    ),
    (
      "[0.1, 0.03]", "[0.1]",
      "a.yaml:12:43: expected a list of at least two values to choose from, found [0.1]"
    ),
    (
      "[0.1, 0.03]", "[0.1, 0.1]",
      "a.yaml:12:49: '0.1' stands twice in the list to choose from"
    ),
    (
      "[0.1, 0.03]", "[0.1, -3]",
      "a.yaml:12:49: learningRate is '-3', allowed is a number above 0"
    ),
    (
      "question: Which", "question: [Which",
      "a.yaml:3:5: this is not YAML: did not find expected ',' or ']'"
    ),
    (
      "question: Which", "\tquestion: Which",
      "a.yaml:2:1: a tab cannot indent YAML; use spaces"
    ),
    (
      "name: rates", "name: Rates",
      """
      a.yaml:1:7: name is 'Rates', allowed is small letters, digits and hyphens, at most 64, not 'latest'
      """
    ),
    (
      "name: rates", "name: latest",
      """
      a.yaml:1:7: name is 'latest', allowed is small letters, digits and hyphens, at most 64, not 'latest'
      """
    ),
    (
      "hidden: [16, 16]", "hidden: &a [16, 16]",
      "no problem"
    ),
    (
      "question: Which rate is best?\nseed: 2014", "question: &a Why\nseed: *a",
      "a.yaml:3:1: aliases (*) are not allowed; write the value out"
    ),
    (
      "seed: 2014", "seed: !!int 2014",
      "a.yaml:3:7: tags (such as !!int) are not allowed; write the value as it is"
    ),
    (
      "replicates: 3", "replicates: 0",
      "a.yaml:4:13: replicates is '0', allowed is a whole number from 1 to 10000"
    ),
    (
      "replicates: 3", "replicates: 3\nrepetitions: 4",
      """
      a.yaml:5:1: unknown key 'repetitions' in the experiment; allowed: name, question, seed, replicates, \
      metric, baseline, vary, tune, tier, scale, keep, gate, inference, probes, extension, claims, tiers, notes, trial
      """
    ),
    (
      "training: 200", "training: 60000",
      "a.yaml:7:48: training 60000 and validation 100 need 60100 examples, synthetic-digits has 60000"
    ),
    (
      "validation: 100", "validation: 0",
      "a.yaml:12:7: tune chooses on validation, but dataset.validation is 0"
    ),
    (
      "test: 100", "test: 0",
      "a.yaml:1:1: metric is read on test, but dataset.test is 0 or evaluate.test is never"
    ),
    (
      "hidden: none }\n  opt", "hidden: [none, none, none] }\n  opt",
      "no problem"
    ),
    (
      "{ bernoulli: { rate: 0.2 } }", "{ bernoulli: { rate: 0.2 }, gaussian: { rate: 0.2 } }",
      "a.yaml:16:35: expected one dropout variant, found 'bernoulli' and 'gaussian'; keep one of them"
    ),
    (
      "{ bernoulli: { rate: 0.2 } }", "{ bernoulli: { rate: 0.2, retention: 0.8 } }",
      "a.yaml:16:20: bernoulli has both 'rate' and 'retention'; give one"
    ),
    (
      "{ bernoulli: { rate: 0.2 } }", "[none]",
      "a.yaml:16:7: dropout.hidden lists 1 variants for 2 hidden layers"
    ),
    (
      "  trial.dropout.hidden:\n", "  trial.dropout.hiden:\n",
      "a.yaml:14:3: unknown key 'hiden' in dropout (did you mean 'hidden'?); allowed: input, hidden, maps, residual, recurrent, attention, branches, weights, embedding, sums, paths"
    ),
    (
      "  trial.dropout.hidden:\n", "  dropout.hidden:\n",
      """
      a.yaml:14:3: unknown key 'dropout.hidden' in vary; allowed: grid, zip, list, exclude, or a path \
      that begins with trial.
      """
    ),
    (
      "trial.optimizer.sgd.learningRate: [", "trial.optimizer.sgd.learningRte: [",
      """
      a.yaml:12:9: unknown key 'learningRte' in sgd (did you mean 'learningRate'?); allowed: \
      learningRate, momentum, nesterov
      """
    ),
    (
      "trial.optimizer.sgd.learningRate: [", "trial.optimizer.adam.learningRate: [",
      "a.yaml:12:9: expected one optimizer, found 'sgd' and 'adam'; keep one of them"
    ),
    (
      "training: { batchSize: 20, epochs: 2 }",
      "training: { batchSize: 20, epochs: 2 }\n  loss: meanSquaredError\nmetric: { name: nll }",
      "a.yaml:13:9: metric is nll, but meanSquaredError on classes does not measure it; use loss, error, accuracy, gap"
    ),
    (
      "seed: 2014", "seed: 2014\nmetric: { name: sparsity, split: test, at: last }",
      """
      a.yaml:4:17: sparsity is not one number per trial and split, allowed is one of: loss, error, \
      accuracy, nll, ece, brier, perplexity, meanSquare, gap
      """
    ),
    (
      "seed: 2014", "seed: 2014\nmetric: { at: bestValidation }",
      "a.yaml:4:15: the test split is read once, at the last epoch; bestValidation is not for it"
    ),
    (
      "name: rates", "--- \nname: rates\n--- \nx: 1",
      "a.yaml:3:1: a second document begins here; a file holds one experiment"
    ),
    (
      "seed: 2014", "seed: 2014\nnotes: \u{07}",
      "a.yaml:4:8: this is not YAML: control characters are not allowed"
    ),
    (
      "seed: 2014", "seed: 2014\ntiers: { big: {}, look: { trial.training.epoch: 1, replicates: many } }",
      """
      a.yaml:4:10: unknown tier 'big' in tiers; allowed: look, standard, full
      a.yaml:4:27: unknown key 'epoch' in training (did you mean 'epochs'?); allowed: batchSize, epochs, \
      schedule, evaluate, gradient, averageFrom
      a.yaml:4:64: expected a whole number, found 'many'
      """
    ),
    (
      "seed: 2014", "seed: 2014\ntiers: { look: { trial.dropout.hidden: none } }",
      """
      a.yaml:4:18: 'trial.dropout.hidden' is varied, so this value would not be used; change or remove it \
      in vary
      """
    ),
    (
      "hidden: none }\n  opt", "hidden: [none, none, none] }\n  opt",
      "no problem"
    ),
    (
      "vary:", "vary:\n  exclude: [ { trial.dropout.hidden: { bernoulli: { rate: 0.3 } } } ]",
      "a.yaml:14:16: this exclude matches no point of the grid"
    ),
    (
      "vary:", "vary:\n  grid: { trial.training.epochs: [] }",
      "a.yaml:14:34: expected a list of at least one value for trial.training.epochs, found an empty one"
    ),
    (
      "vary:", "vary:\n  zip: [ { trial.training.epochs: [1, 2], trial.training.batchSize: [10] } ]",
      "a.yaml:14:10: the lists of a zip must be equally long, found lengths 2, 1"
    ),
    (
      "vary:", "vary:\n  grid: { trial.dropout.hidden.bernoulli.rate: [0.1] }",
      """
      a.yaml:15:3: 'trial.dropout.hidden' sets 'trial.dropout.hidden.bernoulli.rate' anew, which is \
      varied before; write it first
      """
    ),
    (
      "dropout: { hidden: none }\n  optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }", "optimizer: adam",
      """
      a.yaml:11:9: 'trial.optimizer.sgd.learningRate' leads through 'trial.optimizer', which is 'adam'; \
      set 'trial.optimizer' as a whole instead
      """
    ),
    (
      "baseline: { trial.dropout.hidden: none }",
      "baseline: { trial.dropout.hidden: none, within: [trial.dropout.hiddn] }",
      """
      a.yaml:5:13: baseline.within names 'trial.dropout.hiddn', which does not vary (did you mean \
      'trial.dropout.hidden'?); what varies: trial.dropout.hidden
      """
    ),
    (
      "seed: 2014", "seed: 2014\ntiers: { look: { trial.optimizer.sgd.learningRate: 0.3 } }",
      """
      a.yaml:4:18: 'trial.optimizer.sgd.learningRate' is tuned, so this value would not be used; change \
      or remove it in tune
      """
    ),
    (
      "question: Which rate is best?", "question: Über éè, whö?\nkeep: wheights",
      """
      a.yaml:3:7: unknown name 'wheights' in thing to keep (did you mean 'weights'?); allowed: nothing, \
      weights
      """
    ),
    (
      "name: rates", "name: rates\n\"seed\": 1\nseed: 2",
      """
      a.yaml:3:1: the key 'seed' is written twice; first in line 2
      a.yaml:5:1: the key 'seed' is written twice; first in line 2
      """
    ),
    (
      "replicates: 3", "replicates: 3000000000000000000000",
      "a.yaml:4:13: expected a whole number, found '3000000000000000000000'"
    ),
    (
      "training: 200", "training: 9223372036854775807",
      "a.yaml:7:48: training is 9223372036854775807, allowed are at most 100000000 examples"
    ),
  ]

  @Test(arguments: cases)
  func `what is wrong is said with its place, and nothing else`(found: String, replacement: String, said: String) {
    #expect(Sample.text.contains(found))
    #expect(Sample.problems(Sample.changed(found, replacement)) == said)
  }

  @Test
  func `all problems of a file are reported at once, in its order`() {
    let text = Sample.text.replacing("rate: 0.2", with: "rote: 0.2").replacing("epochs: 2", with: "epochs: 0")
      .replacing("seed: 2014", with: "seed: x").replacing("replicates: 3", with: "replicates: 3\nreplicates: 4")
    #expect(
      Sample.problems(text) == """
        a.yaml:3:7: expected a whole number, found 'x'
        a.yaml:5:1: the key 'replicates' is written twice; first in line 4
        a.yaml:12:38: epochs is '0', allowed is a whole number from 1 to 1000000
        a.yaml:17:20: bernoulli needs 'rate' (of dropping) or 'retention' (of keeping)
        a.yaml:17:22: unknown key 'rote' in bernoulli (did you mean 'rate'?); allowed: rate, retention, convention, mask
        """)
  }
}
