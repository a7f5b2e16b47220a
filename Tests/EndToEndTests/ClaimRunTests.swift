import Foundation
import Testing

/// Claims with the built program: frozen, run, judged, changed.
@Suite(.serialized)
struct ClaimRunTests {
  private static func experiment(delta: String, replicates: Int = 2) -> String {
    Program.small.replacing("replicates: 2", with: "replicates: \(replicates)") + """

      claims:
        - id: C1
          statement: Dropout of a fifth changes the error by less than everything.
          equivalence:
            among: [{ trial.dropout.hidden: none }, { trial.dropout.hidden: { bernoulli: { rate: 0.2 } } }]
          margin: 30
        - id: C2
          statement: Dropout of a fifth lowers the error.
          contrast:
            better: { trial.dropout.hidden: { bernoulli: { rate: 0.2 } } }
            than: { trial.dropout.hidden: none }
          delta: \(delta)
          test: signFlip
      """
  }

  private static func page(_ program: Program) throws -> String {
    try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
  }

  @Test
  func `frozen before, run, judged; then changed, and the page says what`() throws {
    try Program.inFolder { program in
      try program.write(Self.experiment(delta: "0.01"), to: "small.yaml")
      let frozen = try program.run("freeze", "small.yaml")
      #expect(frozen.code == 0 && frozen.output.hasPrefix("small: froze 2 claims at 2 replicates, digest "))
      let first = try program.run("run", "small.yaml")
      #expect(first.code == 0 && first.messages.contains("8 trials trained"), "\(first.messages)")
      #expect(
        first.messages.contains(
          "warning: C2: 2 replicates cannot reach 'reproduced' by its exact test; 6 are the least that can"))
      try program.expect(0, "report")
      #expect(try Self.page(program).contains("Frozen before the test split was read on "))
      let listed = try program.run("claims", "--json")
      #expect(listed.output.contains("\"id\":\"C1\"") && listed.output.contains("\"verdict\":\"reproduced\""))
      #expect(listed.output.contains("\"id\":\"C2\"") && listed.output.contains("\"verdict\":\"inconclusive\""))
      #expect(try program.run("claims").output.contains("small C2: "))
      #expect(try program.run("list").output.contains("1 of 2 reproduced"))
      #expect(try program.run("show", "small", "--json").output.contains("\"claims\":[{\"experiment\":\"small\""))
      let required = try program.run("claims", "small", "--require", "reproduced")
      #expect(required.code == 3 && required.messages.contains("small C2 is inconclusive"))
      try program.write(Self.experiment(delta: "0.5"), to: "small.yaml")
      let again = try program.run("run", "small.yaml")
      #expect(again.messages.contains("0 trials trained, 8 were in the archive"))
      try program.expect(0, "report")
      #expect(try Self.page(program).contains("changed after: C2.delta was 0.01 and is 0.5."))
      try program.write(Self.experiment(delta: "0.01", replicates: 3), to: "small.yaml")
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "report")
      #expect(try Self.page(program).contains("The experiment was extended from 2 to 3 after looking."))
      let late = try program.run("freeze", "small.yaml")
      #expect(late.code == 0 && late.messages.contains("trials of this experiment have been read already"))
    }
  }

  @Test
  func `replicates added after a verdict could be read are marked without any freeze`() throws {
    try Program.inFolder { program in
      try program.write(Self.experiment(delta: "0.01"), to: "small.yaml")
      try program.expect(0, "run", "small.yaml")
      #expect(try !program.run("claims").output.contains("after looking"))
      try program.expect(0, "run", "small.yaml", "replicates=3")
      let claims = try program.run("claims").output
      #expect(
        claims.contains("small: Not frozen") && claims.contains("extended from 2 to 3 after looking"), "\(claims)")
      try program.expect(0, "report")
      #expect(try Self.page(program).contains("The experiment was extended from 2 to 3 after looking."))
      #expect(try Self.page(program).contains("Seeds and examples"))
    }
  }

  @Test
  func `trials that were archived without claims are judged by a file, and the page says so`() throws {
    try Program.inFolder { program in
      try program.write(Self.experiment(delta: "0.01"), to: "later.yaml")
      try program.expect(66, "claims", "--claims", "later.yaml", "--keep")
      #expect(try program.files().isEmpty)
      try program.expect(0, "run", "small.yaml")
      let none = try program.run("claims")
      #expect(none.code == 0 && none.output.hasPrefix("No archived experiment has claims"))
      let judged = try program.run("claims", "--claims", "later.yaml")
      #expect(judged.code == 0 && judged.output.contains("C1"), "\(judged.messages)")
      try program.expect(0, "report", "--claims", "later.yaml")
      #expect(
        try Self.page(program).contains("The claims were written after the trials: they are read from later.yaml."))
      #expect(try program.run("claims", "--keep").code == 64)
      try program.expect(0, "claims", "--claims", "later.yaml", "--keep")
      #expect(try program.run("claims", "small").output.contains("C1"))
      try program.expect(0, "report")
      #expect(try Self.page(program).contains("Changed after its trials could be read: claims C1 and C2 were added"))
      try program.write(
        "claims:\n  - { id: C1, statement: x, level: { of: { trial.tranning: 1 }, atMost: 1 } }\n", to: "bad.yaml")
      let bad = try program.run("claims", "--claims", "bad.yaml")
      #expect(bad.code == 65 && bad.messages.contains("bad.yaml:2:"), "\(bad.messages)")
      #expect(try program.run("claims", "--claims", "small.yaml").messages.contains("the file has no 'claims'"))
    }
  }
}
