import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

/// The tables from which closed lists are read and a catalogue is printed.
struct ChoiceTablesTests {
  private func check<Value: Chosen>(_ type: Value.Type, except: String? = nil) throws {
    let choices = Value.choices
    #expect(Set(choices.map(\.name)).count == choices.count, "\(Value.noun)")
    for choice in choices {
      #expect(!choice.summary.isEmpty && choice.summary.count <= 150, "\(choice.name)")
      guard choice.name != except else { continue }
      let problems = Problems()
      let value = Value.read(try YAMLReader.read(choice.example, file: "example"), problems)
      #expect(problems.found.isEmpty, "\(problems.found)")
      #expect(value?.name == choice.name)
      let written = value.flatMap { Value.read($0.node, problems) }
      #expect(written == value, "\(choice.name) reads as it was written")
      try checkKeys(of: choice)
    }
  }

  /// The keys that are told are those that a message offers, and one at what is told for its absence changes nothing.
  private func checkKeys<Value: Chosen>(of choice: Choice<Value>) throws {
    let node = try YAMLReader.read(choice.example, file: "example")
    let parameters = node.entries?.first?.value.entries ?? []
    func read(with key: String, _ value: SpecNode) -> (value: Value?, problems: [Problem]) {
      let problems = Problems()
      let entries = parameters.map { ($0.key, $0.value) } + [(key, value)]
      return (Value.read(.map([(choice.name, .map(entries))]), problems), problems.found)
    }
    let keys = Value.keys(reading: node)
    let message = try #require(read(with: "unheard", .text("1")).problems.first).message
    let offered = keys.isEmpty ? "; it has none" : "; allowed: " + keys.map(\.name).joined(separator: ", ")
    #expect(message.hasSuffix(offered), "\(choice.name): \(message)")
    for key in keys where !parameters.contains(where: { $0.key == key.name }) {
      #expect(key.absence != .refused && !key.allowed.isEmpty, "\(choice.name): \(key)")
      guard case .standard(let text) = key.absence else { continue }
      let told = read(with: key.name, try YAMLReader.read(text, file: "default"))
      #expect(told.value == Value.read(node, Problems()) && told.problems.isEmpty, "\(choice.name): \(key)")
    }
  }

  @Test
  func `every example reads as its case, and what is written reads as itself`() throws {
    try check(Dropout.self)
    try check(Convention.self)
    try check(NetworkSpec.self)
    try check(Activation.self)
    try check(Initialization.self)
    try check(Loss.self)
    try check(Optimizer.self)
    try check(Schedule.self)
    try check(DatasetSource.self, except: "folder")
    try check(Normalization.self)
    try check(SubsetRule.self)
    try check(TestEvaluation.self)
    try check(Metric.self)
    try check(Split.self)
    try check(RepresentingEpoch.self)
    try check(Keep.self)
    try check(Tier.self)
    try check(PoolSpec.self)
    try check(ResidualDropout.self)
    try check(PathDropout.self)
    try check(SurvivalSchedule.self)
    try check(WeightDropout.self)
    try check(StateNoise.self)
    try check(RateCurve.self)
    try check(InferenceMode.self)
    try check(Gate.self)
    try check(GradientRule.self)
    try check(ExtraMeasure.self)
    try check(ProbeRequest.self)
  }
}
