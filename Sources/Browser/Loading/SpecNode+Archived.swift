import Experiments
import Specifications

extension SpecNode {
  /// Reads the specification that an archive keeps of a trial; `file` is how messages call it.
  package static func archived(_ text: String, file: String) throws -> SpecNode {
    try SpecNode(flow: text) ?? YAMLReader.read(text, file: file)
  }
}
