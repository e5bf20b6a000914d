module example.org/interop

go 1.26

require github.com/spiffe/spire v1.15.3

// The version that SPIRE asks for was not to be had everywhere; it is used by one plugin alone, which nothing here starts.
replace github.com/Keyfactor/ejbca-go-client-sdk => github.com/Keyfactor/ejbca-go-client-sdk v1.0.2
