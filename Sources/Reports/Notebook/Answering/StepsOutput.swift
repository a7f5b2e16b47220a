import Analysis

/// Shows a walk through a network, step by step.
struct StepsOutput {
  let answer: StepsAnswer

  var output: CellOutput {
    CellOutput(
      blocks: answer.steps.enumerated().flatMap { index, step -> [OutputBlock] in
        let title = OutputBlock.paragraph("Step \(index + 1). \(step.title)", .step)
        return [title, .paragraph(step.text, .plain), .table(Self.table(step))]
      })
  }

  private static func table(_ step: StepsAnswer.Step) -> DataTable {
    let width = step.rows.map(\.values.count).max() ?? 0
    let heads = (0..<width).map { step.heads.indices.contains($0) ? step.heads[$0] : "\($0 + 1)" }
    return DataTable(
      name: step.title, caption: "", columns: [.init("Quantity")] + heads.map { .init($0) },
      rows: step.rows.map { row in
        DataTable.Row(
          row.name, cells: (0..<width).map { row.values.indices.contains($0) ? number(row.values[$0]) : "" })
      })
  }

  /// The shortest decimal of at most six places: what is exact stays exact.
  private static func number(_ value: Double) -> String {
    var text = NumberText.fixed(value, places: 6)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
