/// The version of this program, which archives keep as that of their writer.
package enum ProgramVersion {
  package static let current = "0.1.0"
}
