import Foundation
import Testing

/// Inference from YAML to the page: records of their own, added whenever they are asked for.
@Suite(.serialized)
struct InferenceRunTests {
  private static let asked =
    Program.small + "\ninference: [{ monteCarlo: { samples: 4 } }, maskLeftOn, { exhaustive: { mean: geometric } }]\n"

  @Test
  func `asking later, by training again or from kept weights, gives the bytes of asking at once`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml", "--results", "once", "--jobs", "1")
      let expected = try program.run("export", "small", "--results", "once").output
      #expect(expected.contains(",mode,samples\r\n") && expected.contains("exhaustive: { mean: geometric }"))
      for keep in ["nothing", "weights"] {
        try program.expect(0, "run", "small.yaml", "+keep=\(keep)", "--results", keep)
        let dry = try program.run("run", "asked.yaml", "--dry-run", "--why", "--results", keep)
        #expect(dry.output.contains("4 of those to train are archived and lack answers"), "\(dry.output)")
        #expect(dry.output.contains("archived, but lacks answers"), "\(dry.output)")
        let later = try program.run("run", "asked.yaml", "--results", keep)
        #expect(later.messages.contains("4 archived ones asked anew"), "\(later.messages)")
        #expect(try program.run("export", "small", "--results", keep).output == expected)
        let again = try program.run("run", "asked.yaml", "--results", keep)
        #expect(again.messages.contains("0 trials trained, 8 were in the archive"), "\(again.messages)")
      }
    }
  }

  private static let banked =
    Program.small + "\ninference: { modes: [{ monteCarlo: { samples: 4 } }, maskLeftOn], bank: 6 }\n"

  @Test
  func `the page, a trial and the catalogue show the modes, held against masks`() throws {
    try Program.inFolder { program in
      try program.write(Self.banked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml")
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(page.contains("<h2 id=\"inference\">Inference modes</h2>") && page.contains("masks left on"))
      #expect(page.contains("error-by-samples.png"))
      #expect(page.contains("Divergence from masks") && page.contains("the mean over 6 masks of their own"))
      let export = try program.run("export", "small").output
      let trial = try #require(export.split(separator: "\r\n").last?.prefix(8)).description
      let shown = try program.run("show", trial).output
      #expect(shown.contains("{ monteCarlo: { samples: 4 } }") && shown.contains("divergenceFromMasks"))
      #expect(try program.run("catalog", "inference").output.contains("oneSiteLeftOn"))
    }
  }

  private static let sine = """
    name: sine
    question: Is the spread larger in the gap?
    seed: 4
    replicates: 2
    metric: { name: meanSquare, split: test, at: last }
    baseline: { trial.dropout: {} }
    trial:
      dataset: { name: gap-sine, training: 60, validation: 0, test: 50 }
      network: { mlp: { hidden: [16] } }
      loss: meanSquaredError
      optimizer: { adam: { learningRate: 0.01 } }
      training: { batchSize: 20, epochs: 4, evaluate: { every: 2, training: 50, test: last } }
    vary: { trial.dropout: [{}, { hidden: { bernoulli: { rate: 0.3 } } }] }
    inference: [{ monteCarlo: { samples: 5 } }]
    claims:
      - id: C96
        statement: The spread over masks is larger in the gap.
        direction: higher
        contrast:
          better:
            trial.dropout.hidden: { bernoulli: { rate: 0.3 } }
            measure: { inference: { monteCarlo: { samples: 5 } }, metric: epistemicSDInGap }
          than:
            trial.dropout.hidden: { bernoulli: { rate: 0.3 } }
            measure: { inference: { monteCarlo: { samples: 5 } }, metric: epistemicSDOutsideGap }
        scale: relative
        delta: 0.1
    """

  @Test
  func `real numbers are asked to the end, with the same bytes for one worker and three`() throws {
    try Program.inFolder { program in
      try program.write(Self.sine, to: "sine.yaml")
      var exports: [String] = []
      for jobs in ["1", "3"] {
        try program.expect(0, "run", "sine.yaml", "--results", jobs, "--jobs", jobs)
        exports.append(try program.run("export", "sine", "--results", jobs).output)
      }
      #expect(exports[0] == exports[1] && exports[0].contains("epistemicSDInGap"), "\(exports[0].prefix(300))")
      let claims = try program.run("claims", "sine", "--results", "1", "--json").output
      #expect(claims.contains("\"id\":\"C96\"") && claims.contains("\"n\":2"), "\(claims)")
      try program.expect(0, "report", "sine", "--results", "1")
      let page = try String(contentsOf: program.folder.appending(path: "1/sine/index.html"), encoding: .utf8)
      #expect(page.contains("<h2 id=\"inference\">Inference modes</h2>") && page.contains("epistemic"))
    }
  }

  @Test
  func `a network with many units is not enumerated`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked.replacing("hidden: [16]", with: "hidden: [21]"), to: "asked.yaml")
      let ended = try program.run("run", "asked.yaml")
      #expect(ended.code == 65, "\(ended.code)")
      #expect(ended.messages.contains("2^21 subnetworks; at most 20 units"), "\(ended.messages)")
    }
  }
}
