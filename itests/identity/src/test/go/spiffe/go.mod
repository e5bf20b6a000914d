module example.org/interop

go 1.24

require github.com/spiffe/go-spiffe/v2 v2.6.0
