import Experiments
import Testing

struct BaselinesTests {
  private static let arms = Sample.bare([
    "vary:", "  trial.network.mlp.hidden: [[8, 8], [16, 16]]",
    "  trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]",
  ])

  private func baselines(_ baseline: String) throws -> [Int?] {
    try Sample.read(Self.arms + "\nbaseline: { \(baseline) }").configurations.map(\.baseline)
  }

  @Test
  func `one baseline serves all, or each arm has its own`() throws {
    let one = try baselines("trial.dropout.hidden: none, trial.network.mlp.hidden: [8, 8]")
    #expect(one == [nil, 0, 0, 0])
    let own = try baselines("trial.dropout.hidden: none, within: [trial.network.mlp.hidden]")
    #expect(own == [nil, 0, nil, 2])
    #expect(try Sample.read(Self.arms).configurations.map(\.baseline) == [nil, nil, nil, nil])
  }

  @Test
  func `a baseline that matches several is refused with their names`() {
    #expect(
      Sample.problems(Self.arms + "\nbaseline: { trial.dropout.hidden: none }") == """
        a.yaml:14:13: baseline matches '8-8, none', '16-16, none'; name more fields so that it matches one, or pair \
        arms with within: [paths]
        """)
  }

  @Test
  func `a baseline that matches none is refused with what there is`() {
    #expect(
      Sample.problems(Self.arms + "\nbaseline: { trial.dropout.hidden: { gaussian: { rate: 0.5 } } }") == """
        a.yaml:14:13: baseline matches no configuration; there are '8-8, none', '8-8, bernoulli 0.5', '16-16, none', \
        '16-16, bernoulli 0.5'
        """)
    #expect(
      Sample.problems(Self.arms + "\nbaseline: { within: [trial.dropout.hidden] }")
        == "a.yaml:14:11: baseline names no field by which to find it")
  }
}
