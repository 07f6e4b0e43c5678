print("okay")
