import Analysis
import Experiments
import Foundation
import Testing

struct TrialExportTests {
  @Test
  func `rows stand in plan order with quoted cells and shortest decimals`() {
    var fixture = Fixture(replicates: 1, rates: [nil, 0.5])
    fixture.add(0, test: [0.1 + 0.2], validation: [0.05])
    fixture.diverge(1, 0)
    let csv = TrialExport(of: fixture.design, evidence: fixture.evidence).csv
    let (none, half) = (fixture.id(0, 0).hex, fixture.id(1, 0).hex)
    let lines = [
      "trial,trial.dropout.hidden,replicate,epoch,split,metric,value,state",
      "\(none),none,0,2,training,error,0.03,completed",
      "\(none),none,0,2,validation,error,0.060000000000000005,completed",
      "\(none),none,0,4,training,error,0.01,completed",
      "\(none),none,0,4,validation,error,0.05,completed",
      "\(none),none,0,4,test,error,0.30000000000000004,completed",
      "\(none),none,0,4,training,weightNorm.hidden1,8.5,completed",
      "\(half),{bernoulli: {rate: 0.5}},0,2,training,error,0.9,diverged",
      "\(half),{bernoulli: {rate: 0.5}},0,3,training,loss,,diverged", "",
    ]
    #expect(csv == lines.joined(separator: "\r\n"))
  }

  @Test
  func `cells with commas, quotes and line ends are quoted by RFC 4180`() throws {
    let row = ExportRow(
      trial: TrialID(hex: "ab"), configuration: ["[256, 256]", "say \"no\"", "two\nlines"], replicate: 0, epoch: 1,
      split: "test", metric: "error", value: 0.5, state: "completed")
    let export = TrialExport(experiment: "x", paths: ["a", "b", "c"], rows: [row])
    #expect(
      export.csv == "trial,a,b,c,replicate,epoch,split,metric,value,state\r\n"
        + "ab,\"[256, 256]\",\"say \"\"no\"\"\",\"two\nlines\",0,1,test,error,0.5,completed\r\n")
    let read = try #require(JSONSerialization.jsonObject(with: Data(export.json.utf8)) as? [String: Any])
    #expect(read["schema"] as? Int == 1)
    let cells = try #require((read["rows"] as? [[Any]])?.first)
    #expect(cells.prefix(4).map { $0 as? String } == ["ab", "[256, 256]", "say \"no\"", "two\nlines"])
  }

  @Test
  func `a quote is doubled whatever stands beside it`() {
    let line = CSV.line(["a\"\u{308},b", "\u{600}\""])
    #expect(line.unicodeScalars.elementsEqual("\"a\"\"\u{308},b\",\"\u{600}\"\"\"\r\n".unicodeScalars))
  }

  @Test
  func `no cell is a formula to a spreadsheet, and a number stays one`() {
    #expect(CSV.line(["=\u{308}1", "+A1", "-1+1", "@x"]) == "'=\u{308}1,'+A1,'-1+1,'@x\r\n")
    #expect(CSV.line(["-1.5", "+2", "-1e-05", "1=1", "−2"]) == "-1.5,+2,-1e-05,1=1,−2\r\n")
    let row = ExportRow(
      trial: TrialID(hex: "ab"), configuration: ["=1+1", "-1.5"], replicate: 0, epoch: 1, split: "test",
      metric: "error", value: -0.5, state: "completed")
    let export = TrialExport(experiment: "e", paths: ["=a", "b"], rows: [row])
    #expect(export.csv.contains("trial,'=a,b,") && export.csv.contains("ab,'=1+1,-1.5,0,1,test,error,-0.5,"))
    #expect(export.json.contains("\"=1+1\""))
  }

  @Test
  func `values that are not finite are empty and named by their state`() {
    var fixture = Fixture()
    let metrics = [Double.nan, .infinity, -.infinity].map {
      EpochMetric(epoch: 1, split: .training, metric: .loss, value: $0)
    }
    fixture.outcomes[fixture.id(0, 0)] = fixture.outcome(replicate: 0, metrics)
    let export = TrialExport(of: fixture.design, evidence: fixture.evidence)
    #expect(export.rows.map(\.state) == ["nan", "inf", "-inf"])
    #expect(export.rows.allSatisfy { $0.value == nil })
    #expect(export.json.contains("null, \"nan\"]"))
  }

  @Test
  func `at the last epoch each trial has the rows of its own last one`() {
    var fixture = Fixture(replicates: 2, rates: [nil])
    for (replicate, epochs) in [(0, 1...3), (1, 1...2)] {
      let metrics = epochs.map { EpochMetric(epoch: $0, split: .training, metric: .loss, value: Double($0)) }
      fixture.outcomes[fixture.id(0, replicate)] = fixture.outcome(replicate: replicate, metrics)
    }
    let export = TrialExport(of: fixture.design, evidence: fixture.evidence, atLastEpoch: true)
    #expect(export.rows.map(\.epoch) == [3, 2] && export.rows.map(\.replicate) == [0, 1])
    #expect(TrialExport(of: fixture.design, evidence: fixture.evidence).rows.count == 5)
  }

  @Test
  func `every value reads back as the same Double`() throws {
    var fixture = Fixture(replicates: 3, rates: [nil])
    fixture.add(0, test: [1.0 / 3, 1e-7, 0.1], validation: [.leastNonzeroMagnitude, .greatestFiniteMagnitude, 2])
    let export = TrialExport(of: fixture.design, evidence: fixture.evidence)
    let lines = export.csv.split(separator: "\r\n").dropFirst()
    #expect(lines.count == export.rows.count)
    for (line, row) in zip(lines, export.rows) {
      let cell = line.split(separator: ",", omittingEmptySubsequences: false)[6]
      #expect(Double(cell)?.bitPattern == row.value?.bitPattern, "\(line)")
    }
  }

  @Test
  func `tuned values are columns`() {
    var fixture = Fixture(replicates: 1, rates: [nil])
    fixture.add(0, test: [0.1], validation: [0.05])
    fixture.tuned = [[DesignedTuning(path: "trial.optimizer.sgd.learningRate", chosen: "0.3", candidates: [])]]
    let export = TrialExport(of: fixture.design, evidence: fixture.evidence)
    #expect(export.paths == ["trial.dropout.hidden", "trial.optimizer.sgd.learningRate"])
    #expect(export.rows.allSatisfy { $0.configuration == ["none", "0.3"] })
  }
}
