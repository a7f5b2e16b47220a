import Analysis
import Experiments
import Specifications
import Statistics
import Testing

@testable import Reports

struct ProbeTablesTests {
  private static let tables = ProbeTables(summary: SampleReport.report.summary).all

  @Test
  func `every probe has its means and its differences, layer by layer`() throws {
    let names = Self.tables.map(\.name)
    #expect(names.count == 16 && Set(names).count == 16)
    #expect(names[0].hasPrefix("Removal of single units, up to 2000 test examples: temperature; accuracy drop, mean"))
    let means = Self.tables[0]
    #expect(means.columns.map(\.title).prefix(4) == ["Configuration", "Layer", "n", "Temperature"])
    let none = means.rows.filter { $0.head == "none" }
    #expect(none.map { $0.cells[0] } == ["all", "hidden1", "hidden2"] && none.allSatisfy { $0.emphasis == .baseline })
    #expect(none[0].cells[3] == SummaryTables.nothing && none[1].cells[2] == SummaryTables.nothing)
  }

  @Test
  func `a notebook shows them by name, and says where nothing was asked`() throws {
    let rates = Named(name: "rates", place: .nowhere)
    func shown(of summary: ExperimentSummary) throws -> [DataTable] {
      try NamedTables(summary: summary).tables(.probes, of: rates, at: .nowhere)
    }
    #expect(try shown(of: SampleReport.report.summary).map(\.name) == Self.tables.map(\.name))
    let unasked = ExperimentSummary(of: SampleReport.design, evidence: Evidence(outcomes: [:]))
    #expect(throws: CellFailure.self) { try shown(of: unasked) }
  }

  @Test
  func `differences are those of the probes at the same replicate`() throws {
    let differences = Self.tables[1]
    #expect(differences.rows.allSatisfy { $0.head != "none" })
    let summary = SampleReport.report.summary
    let own = try #require(summary.probes.first { $0.configuration == 4 && $0.request.probe == .unitRemoval })
    let point = try #require(own.point(.accuracyDropMost, layer: "hidden1"))
    let error = try #require(summary.difference(of: 4)?.interval)
    let difference = try #require(point.difference)
    #expect(abs(difference.estimate - 0.4 * error.estimate) < 1e-12)
    #expect(abs(difference.low - 0.4 * error.low) < 1e-12)
  }
}
