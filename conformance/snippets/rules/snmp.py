from pysnmp.hlapi import CommunityData, UsmUserData
import pysnmp.hlapi
CommunityData("public", mpModel=0)
CommunityData("public", mpModel=1)
CommunityData("public", mpModel=2)
CommunityData("public", 0)
pysnmp.hlapi.CommunityData("x", mpModel=0x1)
UsmUserData("a")
UsmUserData("a", "b")
UsmUserData("a", "b", "c")
UsmUserData("a", authKey="b", privKey="c")
UsmUserData(*a)
from pysnmp.hlapi.asyncio import CommunityData as C
C("public", mpModel=0)
