import Analysis
import Experiments
import Statistics
import Testing

struct ProbeSummaryTests {
  private static let request = ProbeRequest(.unitRemoval)

  /// Four replicates of which the last has no record at rate .5; the drop of the baseline is .2, .3, .4, .5.
  private static var fixture: Fixture {
    var fixture = Fixture.rates
    fixture.requests = [request]
    for index in 0..<2 {
      for replicate in 0..<(index == 0 ? 4 : 3) {
        fixture.probes[fixture.id(index, replicate)] = [
          ProbeRecord(
            request: request,
            values: [
              ProbeValue(.temperature, 2),
              ProbeValue(
                .accuracyDropMost, layer: "hidden1",
                0.2 + 0.1 * Double(replicate) - (index == 1 ? 0.05 + 0.01 * Double(replicate) : 0)),
              ProbeValue(.accuracyDrop, layer: "hidden1", at: 0.5, 0.25),
            ])
        ]
      }
    }
    return fixture
  }

  @Test
  func `means, intervals and paired differences to the baseline run over the replicates that have records`() throws {
    let probes = Self.fixture.summary.probes
    #expect(probes.map(\.configuration) == [0, 1])
    #expect(probes[0].layers == ["", "hidden1"])
    let none = try #require(probes[0].point(.accuracyDropMost, layer: "hidden1"))
    #expect(none.values.map(\.replicate) == [0, 1, 2, 3] && abs(none.mean - 0.35) < 1e-12)
    #expect(none.difference == nil)
    let dropping = try #require(probes[1].point(.accuracyDropMost, layer: "hidden1"))
    #expect(dropping.values.count == 3)
    let difference = try #require(dropping.difference)
    // −.05, −.06, −.07: t(2) at .975 is 4.302653, s / √n is .01 / √3.
    #expect(abs(difference.estimate + 0.06) < 1e-12)
    #expect(abs(difference.high - difference.estimate - 4.30265272975 * 0.01 / 3.0.squareRoot()) < 1e-9)
    #expect(probes[1].curve(.accuracyDrop, layer: "hidden1").map(\.mean) == [0.25])
    #expect(probes[1].point(.accuracyDrop, layer: "hidden1") == nil)
  }

  @Test
  func `exports have two more columns, with the request and the place on a curve`() throws {
    let fixture = Self.fixture
    let export = TrialExport(of: fixture.design, evidence: fixture.evidence)
    #expect(export.columns.suffix(2) == ["probe", "at"])
    let trial = fixture.id(1, 0).hex
    let lines = export.csv.split(separator: "\r\n").filter { $0.hasPrefix(trial) }.suffix(3)
    #expect(
      lines.map { String($0.dropFirst(trial.count)) } == [
        ",{bernoulli: {rate: 0.2}},0,4,test,temperature,2,completed,unitRemoval,",
        ",{bernoulli: {rate: 0.2}},0,4,test,accuracyDropMost.hidden1,0.15000000000000002,completed,unitRemoval,",
        ",{bernoulli: {rate: 0.2}},0,4,test,accuracyDrop.hidden1,0.25,completed,unitRemoval,0.5",
      ])
    #expect(
      export.json.contains("\"completed\", \"unitRemoval\", null]") && export.json.contains("\"unitRemoval\", 0.5]"))
    #expect(!TrialExport(of: Fixture.rates.design, evidence: Fixture.rates.evidence).columns.contains("probe"))
  }

  @Test
  func `statistics have titles of their own`() {
    #expect(Set(ProbeStatistic.allCases.map(\.title)).count == ProbeStatistic.allCases.count)
    #expect(ProbeStatistic.allCases.allSatisfy { $0.title.count <= 40 })
  }
}
