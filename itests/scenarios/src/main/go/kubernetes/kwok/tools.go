//go:build tools

package interop

import _ "sigs.k8s.io/kwok/cmd/kwok"
