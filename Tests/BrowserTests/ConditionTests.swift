import Testing

@testable import Browser

struct ConditionTests {
  private static let fields = QueryList.trialFields

  private static let rows: [String: [String: QueryValue]] = [
    "a": ["status": .text("completed"), "dropout": .words(["bernoulli", "gaussian"]), "test.error": .number(0.04)],
    "b": ["status": .text("diverged"), "dropout": .words(["none"])],
    "c": [
      "status": .text("completed"), "dropout": .words(["none"]), "test.error": .number(0.2),
      "trial.optimizer.sgd.learningRate": .text("0.1"), "date": .text("2026-03-01"),
    ],
  ]

  private func found(_ text: String) throws -> String {
    let condition = try Condition.read(text, fields: Self.fields)
    return Self.rows.sorted { $0.key < $1.key }.filter { row in condition.holds { row.value[$0] ?? .nothing } }.map(
      \.key
    )
    .joined()
  }

  @Test(arguments: [
    ("status=completed", "ac"), ("dropout=bernoulli and status=completed", "a"), ("dropout!=none", "a"),
    ("not status=completed", "b"), ("status=diverged or test.error<5%", "ab"), ("status ~ COMPL", "ac"),
    ("status=diverged or status=completed and test.error > 0.1", "bc"),
    ("(status=diverged or status=completed) and test.error > 0.1", "c"), ("dropout ~ gauss", "a"),
    ("trial.optimizer.sgd.learningRate >= 0.05", "c"), ("trial.optimizer.sgd.learningRate = 0.10", "c"),
    ("date >= 2026-02", "c"), ("date = 2026-03", "c"),
    ("date <= 2026", "c"), ("date > 2024-02-29", "c"), ("date > 2026-03", ""), ("not not status = 'completed'", "ac"),
    ("test.error < 5 % or status=diverged", "ab"),
  ])
  func `a condition finds the rows it describes`(text: String, rows: String) throws {
    #expect(try found(text) == rows)
  }

  @Test
  func `an experiment whose trials are completed is finished`() throws {
    let read = { try Condition.read($0, fields: QueryList.experimentFields) }
    #expect(try read("status=completed") == read("status=finished"))
    #expect(throws: ConditionError.self) { try read("status=open") }
  }

  @Test
  func `what is not there is neither small nor zero, only different`() throws {
    #expect(try found("test.error < 1") == "ac")
    #expect(try found("test.error = 0") == "")
    #expect(try found("test.error != 0") == "abc")
  }

  @Test(arguments: [
    ("statsu=completed", 1, "did you mean 'status'?"), ("status completed", 8, "after status comes one of"),
    ("status=", 8, "a value is missing after status="), ("(status=open", 1, "not closed"),
    ("status=open)", 12, "closes nothing"), ("status=open replicate=1", 13, "join with and, or"),
    ("test.error < much", 14, "is a number"), ("status < open", 8, "compare by =, != and ~ only"),
    ("date = 2026-13", 8, "written like 2026-03-01"), ("date = 2026-02-30", 8, "written like 2026-03-01"),
    ("date > march", 8, "written like 2026-03-01"), ("label='open", 7, "not closed"), ("", 1, "a field is missing"),
    ("status=completed %", 18, "join with and, or"), ("test.error < % 5", 14, "is a number"),
    ("status=complete", 8, "status is completed, diverged or open, not 'complete' (did you mean 'completed'?)"),
  ])
  func `an error names the column and what would be right`(text: String, column: Int, words: String) {
    let error = #expect(throws: ConditionError.self) { try Condition.read(text, fields: Self.fields) }
    #expect(error?.column == column && error?.message.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test
  func `sorting puts rows without a value last in both directions and keeps the order of equals`() throws {
    let values: [Double?] = [2, nil, 1, 2, 3]
    for (order, expected) in [("replicate", [2, 0, 3, 4, 1]), ("-replicate", [4, 0, 3, 2, 1])] {
      var list = QueryList(
        fields: Self.fields,
        rows: values.enumerated().map { place, value in
          QueryList.Row { $0 == "replicate" ? QueryValue(value) : .number(Double(place)) }
        })
      list.sort(by: try ListOrder(order, fields: Self.fields))
      #expect(list.rows.map { $0.value("seed").plain } == expected.map(String.init))
    }
  }

  @Test
  func `texts that are numbers come first by their size, in whatever order rows were`() throws {
    let texts = ["2", "1a", "10", "nan", "-.5"]
    for (order, expected) in [
      ("label", ["-.5", "2", "10", "1a", "nan"]), ("-label", ["nan", "1a", "10", "2", "-.5"]),
    ] {
      for start in texts.indices {
        let turned = texts[start...] + texts[..<start]
        var list = QueryList(fields: Self.fields, rows: turned.map { text in QueryList.Row { _ in .text(text) } })
        list.sort(by: try ListOrder(order, fields: Self.fields))
        #expect(list.rows.map { $0.value("label").plain } == expected)
      }
    }
  }
}
